using System.Text;
using System.Text.Json.Nodes;
using Estate.Adapters.Codecs;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using NodaTime;

namespace Estate.Gateway.Profiles;

/// <summary>
/// An uplink's bytes through the installed codec of a profile, while somebody writes it: in the codecs' own process, behind what devices
/// say. Each person has a budget; the same bytes as before are answered without a run, since mostly the profile is typed, not they.
/// </summary>
internal sealed class CodecTrials(CodecLine line, GatewayClock clock)
{
    /// <summary>Runs that a person has at once, and one more each second.</summary>
    internal const int Burst = 20;

    private const int MaxPeople = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Person> _people = [];

    /// <returns>Null where no codec reads the profile's bytes.</returns>
    internal async Task<CodecTrialResult?> RunAsync(string by, DeviceProfile profile, CodecFiles codecs, (string Payload, int Port) message)
    {
        if (profile.Source.Codec is not { } named)
            return null;
        var name = named.File.Text;
        if (codecs.Find(profile, out _) is not { } codec)
            return new(name, [], "", new(
                $"还没有装解码程序 {name}：到“解码程序”页上传后再试", $"the codec {name} is not installed; upload it on the page of codecs first"));
        var bytes = ProfileTrial.Bytes(message.Payload, profile);
        var call = new CodecCall(IsEncoding: false, bytes, message.Port, clock.Now, Variables(profile));
        if (Take(by, codec, call) is not { } running)
            return new(name, bytes, "", new("试得太快了，请等几秒", "so many trials at once; wait a few seconds"));
        var said = await running;
        return said.IsGood ? new(name, bytes, Encoding.UTF8.GetString(said.Json), null) { Notes = said.Text }
            : new(name, bytes, "", new($"{name} 没有读出来：{said.Text}", $"{name} does not read it: {said.Text}"));
    }

    /// <returns>Null where the person's budget is used up.</returns>
    private Task<CodecResult>? Take(string by, Codec codec, CodecCall call)
    {
        var asked = $"{codec.Hash} {codec.Entry} {call.Port} {Convert.ToHexString(call.Bytes)} {call.Variables}";
        lock (_lock)
        {
            if (!_people.TryGetValue(by, out var person))
            {
                if (_people.Count >= MaxPeople)
                    _people.Clear();
                _people[by] = person = new();
            }
            if (person.Asked == asked)
                return person.Answer;
            var now = clock.Uptime;
            person.Runs = Math.Min(Burst, person.Runs + (now - person.At).TotalSeconds);
            person.At = now;
            if (person.Runs < 1)
                return null;
            (person.Runs, person.Asked) = (person.Runs - 1, asked);
            return person.Answer = line.TryAsync(codec, call);
        }
    }

    /// <summary>Settings as the profile gives them to a device that has none.</summary>
    private static string Variables(DeviceProfile profile) => new JsonObject(
        profile.Settings.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))).ToJsonString();

    private sealed class Person
    {
        internal double Runs { get; set; } = Burst;
        internal Duration At { get; set; }
        internal string? Asked { get; set; }
        internal Task<CodecResult>? Answer { get; set; }
    }
}

/// <summary>What a codec made of some bytes, or why nothing.</summary>
/// <param name="Bytes">As the message was understood.</param>
/// <param name="Json">Empty where there is a problem.</param>
internal sealed record CodecTrialResult(string Codec, byte[] Bytes, string Json, Text? Problem)
{
    /// <summary>What was left out of it, and its own warnings.</summary>
    internal string? Notes { get; init; }
}
