using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>What the gateway says to devices, as bytes (docs/wire-protocol.md).</summary>
public static class GatewayMessages
{
    // Chinese stays readable in a capture; a display has no use for \u escapes.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One element of an <c>ack</c>: kept with the event, so that a repetition gets the very same answer.</summary>
    public static byte[] AckElement(string eventId, Answer answer) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", eventId);
        writer.WriteString("result", answer.Result);
        if (answer.Reason is { } reason)
            writer.WriteString("reason", reason);
        if (answer.Detail is { } detail)
            writer.WriteString("detail", detail);
        foreach (var (name, value) in answer.Numbers)
            writer.WriteNumber(name, value);
        writer.WriteStartObject("text");
        writer.WriteString("zh", answer.Text.Zh);
        writer.WriteString("en", answer.Text.En);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>An <c>ack</c> message of elements made by <see cref="AckElement"/>.</summary>
    public static byte[] Ack(IEnumerable<byte[]> elements) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("acks");
        foreach (var element in elements)
            writer.WriteRawValue(element, skipInputValidation: true);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static byte[] Command(Command command) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("id", command.Id);
        writer.WriteString("action", command.Action);
        writer.WriteNumber("issued", command.IssuedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber("expires", command.ExpiresAt.ToUnixTimeMilliseconds());
        writer.WriteStartObject("data");
        foreach (var (name, value) in command.Arguments)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            body(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
