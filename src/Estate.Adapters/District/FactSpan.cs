using System.Buffers;
using System.Text.Json;
using Estate.Adapters.Storage.Leaving;

namespace Estate.Adapters.District;

/// <summary>
/// All that may leave of the journal's facts after one number up to another: who has all up to the first has all up to the second then.
/// </summary>
public sealed record FactSpan(string Site, string Epoch, long After, long Last, IReadOnlyList<LeavingFact> Facts)
{
    /// <summary>Of what is written; a reader that knows only older ones waits for its upgrade.</summary>
    public const int Schema = 1;

    /// <param name="round">What is sent again on purpose is another message.</param>
    internal string Id(string round) => $"{Site}/{Epoch}/{After}-{Last}{round}";

    internal byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(256 + (Facts.Count * 192));
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("schema", Schema);
        writer.WriteString("site", Site);
        writer.WriteString("epoch", Epoch);
        writer.WriteNumber("after", After);
        writer.WriteNumber("last", Last);
        writer.WriteStartArray("facts");
        foreach (var fact in Facts)
            Write(fact, writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(LeavingFact fact, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("n", fact.N);
        writer.WriteNumber("at", fact.At);
        writer.WriteNumber("received_at", fact.ReceivedAt);
        writer.WriteString("device", fact.Device);
        writer.WriteString("slice", fact.Slice);
        writer.WriteString("type", fact.Type);
        writer.WritePropertyName("body");
        writer.WriteRawValue(fact.Body.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }
}
