using System.Text.Json;

namespace Estate.Adapters.Notify;

/// <summary>One JSON object as bytes.</summary>
internal static class JsonBody
{
    internal static byte[] Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
