using System.Text;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Profiles;

/// <summary>A payload that somebody wants read: as one test for each place it may have come from.</summary>
internal static class ProfileTrial
{
    /// <param name="topic">The end of a topic; null for all of them.</param>
    /// <exception cref="ConfigurationException">No such topic, or bytes that are none.</exception>
    internal static IReadOnlyList<(string Where, TestSource What)> Of(
        DeviceProfile profile, string payload, string? topic, int port, bool isDecoded)
    {
        var test = new TestSource(new SourceText("", 1, 1));
        if (profile.IsUplink)
        {
            var bytes = isDecoded ? Encoding.UTF8.GetBytes(payload) : Bytes(payload);
            return [($"port {port}", test with { Port = port, IsDecoded = isDecoded, Payload = bytes })];
        }
        var topics = profile.Source.Messages.SelectMany(one => one.Topics).DistinctBy(one => one.Text)
            .Where(one => topic is null || one.Text == topic || one.Text.EndsWith("/" + topic, StringComparison.Ordinal)).ToList();
        if (topics.Count == 0)
            throw new ConfigurationException($"'{topic}' is the end of no topic{ProfileWords.Suggest(
                topic!, profile.Source.Messages.SelectMany(one => one.Topics).Select(one => one.Text))}");
        return [.. topics.Select(one => (one.Text, test with { Topic = one, Payload = Encoding.UTF8.GetBytes(payload) }))];
    }

    /// <summary>Hexadecimal digits; else the text itself, for sensors that send text.</summary>
    private static byte[] Bytes(string payload)
    {
        var digits = payload.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : Encoding.UTF8.GetBytes(payload);
    }
}
