using Estate.Adapters.Codecs;
using Estate.Gateway.Profiles;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Profiles;

/// <summary>A profile's own tests of bytes, which its maker's codec reads first.</summary>
public sealed class BytesForCodecsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 30, 8, 0);

    private static readonly Codec Codec = new("d.js", """
        function decodeUplink(i) {
          if (i.bytes.length !== 2) return { errors: ['two bytes'] };
          return { data: { free: ((i.bytes[0] << 8) + i.bytes[1]) / Number(i.variables.depth || 1000) } };
        }
        """);

    [Theory]
    [InlineData("hex: 01F4, gives: [ { level: { category: wet, fill: 0.5 } } ]", "")]
    [InlineData("hex: 01F4, settings: { depth: \"2000\" }, gives: [ { level: { category: wet, fill: 0.75 } } ]", "")]
    [InlineData("hex: 01F4, gives: [ { level: { category: wet, fill: 0.4 } } ]", "level.fill is 0.5, expected 0.4")]
    [InlineData("hex: 01, gives: [ { level: { category: wet, fill: 0.5 } } ]", "the codec d.js refuses it: two bytes")]
    [InlineData("hex: 01, refused: true", "")]
    public void Bytes_are_read_by_the_codec_and_then_by_the_profile(string test, string expected)
    {
        var (file, errors) = Run(test, Codec);
        Assert.Empty(file.Check());
        Assert.Equal(expected.Length > 0 ? [expected] : [], errors);
    }

    [Fact]
    public void Without_the_codec_they_fail_and_say_what_is_missing() =>
        Assert.StartsWith(
            "the codec d.js that reads these bytes is not there",
            Assert.Single(Run("hex: 01F4, gives: [ { level: { category: wet, fill: 0.5 } } ]", null).Errors), StringComparison.Ordinal);

    private static (ProfileFile File, IEnumerable<string> Errors) Run(string test, Codec? codec)
    {
        var file = ProfileBook.Read("bin.yaml", $$"""
            title: { zh: 桶, en: Bin }
            maker: Ours
            source: { link: "https://example.org/", version: "1" }
            kind: bins
            lorawan: { codec: d.js }
            settings: { depth: 1000 }
            habits: { every: 20m }
            messages: [ { from: decoded, gives: [ { level: { category: "'wet'", fill: 1 - payload.free } } ] } ]
            tests: [ { {{test}} } ]
            """);
        Assert.Empty(file.Errors);
        return (file, ProfileCodecTests.Run(file.Profile!, codec, Now).SelectMany(one => one.Errors).Select(one => one.Message));
    }
}
