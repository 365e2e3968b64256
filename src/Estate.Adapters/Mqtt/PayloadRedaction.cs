using System.Text;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// A refused payload fit to be kept: its shape and the words of the protocol stay, everything else becomes stars. What
/// was refused cannot be trusted to name its members, and a card number may stand anywhere in it, in any spelling.
/// </summary>
public sealed partial class PayloadRedaction
{
    private static readonly string[] EnvelopeWords =
        ["id", "boot", "seq", "at", "clock", "age_ms", "type", "data", "state", "firmware", "result", "true", "false", "null",
        "unknown", "estimated", "holdover", "synced", "online", "offline", "estate", "event", "telemetry", "status", "reply"];

    private readonly HashSet<string> _words;

    /// <param name="kinds">Their message types and member names are words of the protocol, too.</param>
    public PayloadRedaction(IEnumerable<IDeviceKind> kinds, string site)
    {
        var types = kinds.SelectMany(kind => kind.EventTypes.Concat(kind.TelemetryTypes)).ToList();
        _words = [
            .. EnvelopeWords, site, .. types.Select(type => type.Key),
            .. types.SelectMany(type => type.Value.Properties.Select(member => member.Name))];
    }

    public byte[] Redact(ReadOnlySpan<byte> payload) =>
        Encoding.UTF8.GetBytes(Mask(Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, RejectedMessage.MaxPayload)])));

    public string RedactTopic(string topic) => Mask(topic.Length <= 200 ? topic : topic[..200]);

    private string Mask(string text) =>
        Word().Replace(text, word => _words.Contains(word.Value) ? word.Value : new string('*', Math.Min(word.Length, 8)));

    [GeneratedRegex(@"[\p{L}\p{N}\p{M}_]+")]
    private static partial Regex Word();
}
