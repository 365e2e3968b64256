using System.Text;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Profiles;

/// <summary>A payload that somebody wants read: as one test for each place it may have come from.</summary>
internal static class ProfileTrial
{
    /// <summary>
    /// A line for each thing it says. Where it may have come from several places, each line names its own, and places of which nothing is
    /// used are left out.
    /// </summary>
    /// <param name="topic">The end of a topic; null for all of them.</param>
    /// <exception cref="ConfigurationException">No such topic.</exception>
    internal static IReadOnlyList<(string Where, Text Line)> Run(
        DeviceProfile profile, string payload, string? topic, int port, bool isDecoded)
    {
        var trials = Of(profile, payload, topic, port, isDecoded).Select(one => (one.Where, Lines: ProfileTests.Try(profile, one.What)))
            .ToList();
        if (trials is [var alone])
            return [.. alone.Lines.Select(line => ("", line))];
        var used = trials.SelectMany(one => one.Lines.Select(line => (one.Where, line))).Where(one => one.line != ProfileTests.Nothing);
        return [.. used.DefaultIfEmpty(("", ProfileTests.Nothing))];
    }

    private static IReadOnlyList<(string Where, TestSource What)> Of(
        DeviceProfile profile, string payload, string? topic, int port, bool isDecoded)
    {
        var test = new TestSource(new SourceText("", 1, 1));
        if (profile.IsUplink)
        {
            var bytes = isDecoded ? Encoding.UTF8.GetBytes(payload) : Bytes(payload, profile);
            return [($"port {port}", test with { Port = port, IsDecoded = isDecoded, Payload = bytes })];
        }
        var topics = profile.Source.Messages.SelectMany(one => one.Topics).DistinctBy(one => one.Text)
            .Where(one => topic is null || one.Text == topic || one.Text.EndsWith("/" + topic, StringComparison.Ordinal)).ToList();
        if (topics.Count == 0 && topic is not null)
            throw NoTopic(topic, profile);
        return [.. topics.Select(one => (one.Text, test with { Topic = one, Payload = Encoding.UTF8.GetBytes(payload) }))];
    }

    private static ConfigurationException NoTopic(string topic, DeviceProfile profile)
    {
        var near = ProfileWords.Suggest(topic, profile.Source.Messages.SelectMany(one => one.Topics).Select(one => one.Text));
        return new(new Text($"没有以“{topic}”结尾的主题{near}", $"'{topic}' is the end of no topic{near}"));
    }

    /// <summary>Hexadecimal digits, or Base64 as network servers show it; else the text itself, for sensors that send text.</summary>
    internal static byte[] Bytes(string payload, DeviceProfile profile)
    {
        var digits = string.Concat(payload.Where(one => !char.IsWhiteSpace(one)));
        if (digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(digits);
        var bytes = new byte[digits.Length];
        return profile.Source.Messages.All(one => one.From?.Text != "text") && Convert.TryFromBase64String(digits, bytes, out var length)
            ? bytes[..length] : Encoding.UTF8.GetBytes(payload);
    }
}
