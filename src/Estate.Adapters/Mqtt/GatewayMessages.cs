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

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>One element of an <c>ack</c>: kept with the event, so that a repetition gets the very same answer.</summary>
    public static byte[] AckElement(string eventId, Answer answer) => Write((eventId, answer), static (writer, what) =>
    {
        var (eventId, answer) = what;
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
    public static byte[] Ack(IEnumerable<byte[]> elements) => Write(elements, static (writer, elements) =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("acks");
        foreach (var element in elements)
            writer.WriteRawValue(element, skipInputValidation: true);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static byte[] Command(Command command) => Write(command, static (writer, command) =>
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

    /// <summary>There is one for each tap: buffer and writer stay.</summary>
    private static byte[] Write<T>(T what, Action<Utf8JsonWriter, T> body)
    {
        var buffer = _buffer ??= new(1024);
        var writer = _writer ??= new(buffer, Plain);
        buffer.ResetWrittenCount();
        writer.Reset();
        body(writer, what);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
