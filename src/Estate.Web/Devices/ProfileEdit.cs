using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>A profile's text as somebody is writing it, with a message of such a device to try it on.</summary>
/// <param name="Mark">Of the text it was made from.</param>
public sealed record ProfileEdit(string Written, string Mark)
{
    private const int MaxPayload = Adapters.Mqtt.MessageDecoder.MaxPayload;

    internal string Payload { get; init; } = "";
    internal string Topic { get; init; } = "";
    internal int Port { get; init; } = 1;
    internal bool IsDecoded { get; init; }
    internal Text? Said { get; init; }
    internal ProfileTry? Tried { get; init; }

    /// <summary>As a form says it; browsers write line ends of their own.</summary>
    internal static async Task<ProfileEdit> OfAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        string Field(string name) => form[name].ToString().ReplaceLineEndings("\n");
        return new(Field("yaml"), Field("mark"))
        {
            Payload = Field("payload"),
            Topic = Field("topic").Trim(),
            Port = int.TryParse(Field("port"), out var port) ? port : 1,
            IsDecoded = Field("decoded").Length > 0,
        };
    }

    /// <summary>What the text makes of the message; nothing is changed by it.</summary>
    /// <param name="decode">Bytes through the profile's codec.</param>
    internal async Task<ProfileEdit> TryAsync(string name, Func<DeviceProfile, (string, int), Task<CodecTrialResult?>> decode)
    {
        var file = ProfileEditor.Read(name, Written);
        var errors = file.Check();
        var tests = file.Profile is { } read && errors.Count == 0
            ? read.Source.Tests.Count(test => !ProfileTests.NeedsCodec(read, test)) : 0;
        var payload = Payload.TrimEnd('\n');
        var decoded = file.Profile is { IsUplink: true } profile && payload.Length > 0 && !IsDecoded && !IsTooLong(payload)
            ? await decode(profile, (payload, Port)) : null;
        return this with { Tried = new([.. errors.Select(Place)], Lines(file, payload, decoded), tests) { Decoded = decoded } };
    }

    private List<(string Where, Text Line)> Lines(ProfileFile file, string payload, CodecTrialResult? decoded)
    {
        if (file.Profile is not { } profile || payload.Length == 0)
            return [];
        if (IsTooLong(payload))
            return [("", new($"消息太长，最多 {MaxPayload} 字节", $"The message is too long; at most {MaxPayload} bytes are read"))];
        if (decoded?.Problem is { } problem)
            return [("", problem)];
        try
        {
            return [.. ProfileTrial.Run(
                profile, decoded?.Json ?? payload, Topic.Length > 0 ? Topic : null, Port, IsDecoded || decoded is not null)];
        }
        catch (ConfigurationException wrong)
        {
            return [("", wrong.Said ?? Text.Same(wrong.Message))];
        }
    }

    private static bool IsTooLong(string payload) => System.Text.Encoding.UTF8.GetByteCount(payload) > MaxPayload;

    private static Text Place(ProfileFileError error) => new(
        $"第 {error.Line} 行第 {error.Column} 列：{ProfileView.Short(error.Message)}",
        $"Line {error.Line}, column {error.Column}: {ProfileView.Short(error.Message)}");
}

/// <summary>What came of a trial.</summary>
/// <param name="Errors">Mistakes in the text, or tests of its own that do not pass.</param>
/// <param name="Lines">What the message says, and on which topic; empty where there was none to read.</param>
/// <param name="Tests">So many passed; 0 where something is wrong.</param>
public sealed record ProfileTry(IReadOnlyList<Text> Errors, IReadOnlyList<(string Where, Text Line)> Lines, int Tests)
{
    /// <summary>What a codec made of the bytes first; null where none reads them.</summary>
    internal CodecTrialResult? Decoded { get; init; }
}
