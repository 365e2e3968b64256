using System.Text.Json.Nodes;
using Estate.Adapters.Codecs;
using Estate.Domain.Profiles;
using NodaTime;

namespace Estate.Gateway.Profiles;

/// <summary>
/// The tests of a profile that give bytes: its maker's codec reads them first. It runs in this process, which is a person's own
/// (<c>profile test</c>) or one for codecs (<see cref="CodecCheck.RunApartAsync"/>), never the gateway's.
/// </summary>
internal static class ProfileCodecTests
{
    /// <param name="codec">Null where there is none.</param>
    /// <returns>Each test, and what was not as it says; empty when all was.</returns>
    internal static IEnumerable<(TestSource Test, IReadOnlyList<ProfileError> Errors)> Run(
        DeviceProfile profile, Codec? codec, Instant now) =>
        profile.Source.Tests.Where(test => ProfileTests.NeedsCodec(profile, test))
            .Select(test => (test, (IReadOnlyList<ProfileError>)[.. Run(profile, test, codec, now)]));

    private static IEnumerable<ProfileError> Run(DeviceProfile profile, TestSource test, Codec? codec, Instant now)
    {
        if (codec is null)
            return [Error(
                test, $"the codec {profile.Source.Codec!.File} that reads these bytes is not there; put it beside the profile")];
        var said = CodecSingleCall.Run(codec, new(IsEncoding: false, test.Payload, test.Port, now, Variables(test)));
        return said.IsGood ? ProfileTests.Run(profile, test with { IsDecoded = true, Payload = said.Json })
            : test.IsRefused ? [] : [Error(test, $"the codec {codec.Name} refuses it: {said.Text}")];
    }

    private static ProfileError Error(TestSource test, string message) => new(test.Place.Line, test.Place.Column, message);

    private static string Variables(TestSource test) => new JsonObject(
        test.Settings.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))).ToJsonString();
}
