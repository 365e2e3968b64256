using System.Text;
using System.Text.RegularExpressions;
using Estate.Adapters.Storage;

namespace Estate.Adapters.Mqtt;

/// <summary>
/// A refused payload fit to be kept: cut to size, without anything that could be a card number. What cannot be parsed
/// cannot be trusted to name its members, so every long run of digits goes as well.
/// </summary>
public static partial class PayloadRedaction
{
    public static byte[] Redact(ReadOnlySpan<byte> payload)
    {
        var text = Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, RejectedMessage.MaxPayload)]);
        text = CardMember().Replace(text, "$1\"[redacted]\"");
        text = LongRun().Replace(text, run => run.Value[..2] + new string('*', run.Length - 2));
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A topic of a stranger may hold anything, too.</summary>
    public static string RedactTopic(string topic) => LongRun().Replace(topic.Length <= 200 ? topic : topic[..200], run => run.Value[..2] + new string('*', run.Length - 2));

    [GeneratedRegex("""("(?:card|\\u0063ard)"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,}\s]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex CardMember();

    [GeneratedRegex("[0-9A-Fa-f][0-9A-Fa-f:-]{5,}")]
    private static partial Regex LongRun();
}
