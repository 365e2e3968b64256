using Estate.Cli.Commands;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Xunit;

namespace Estate.Cli.Tests.Codecs;

public sealed class CodecCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codecs").FullName;
    private readonly StringWriter _said = new();

    public void Dispose()
    {
        _said.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_ends_on_how_many_cases_passed_and_names_those_that_did_not()
    {
        var codecs = Directory.CreateDirectory(Path.Combine(_folder, "vendors", "ours", "codecs")).FullName;
        File.WriteAllText(Path.Combine(codecs, "a.js"), "function decodeUplink(input) { return { data: { n: input.bytes.length } }; }");
        File.WriteAllText(Path.Combine(codecs, "test_decode_a.json"), """
            [ { name: "one", input: { fPort: 1, bytes: [0x01] }, expected: { data: { n: 1 } } },
              { name: "two", input: { fPort: 1, bytes: [1] }, expected: { data: { n: 2 } } } ]
            """);

        Assert.Equal(1, CodecCommand.Test(_folder, _said));
        Assert.Equal(
            """
            vendors/ours/codecs/test_decode_a.json: two: expected {"data":{"n":2}}, got {"data":{"n":1}}
            1 codecs: 1 passed, 1 failed, 0 skipped

            """.ReplaceLineEndings("\n"), _said.ToString());
    }

    [Fact]
    public void A_folder_without_codecs_is_an_error() => Assert.Contains(
        "holds no NAME.js",
        Assert.Throws<ConfigurationException>(() => CodecCommand.Test(_folder, _said)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_codec_beside_a_profile_reads_the_bytes_that_are_tried()
    {
        File.WriteAllText(Path.Combine(_folder, "dist.js"), """
            function decodeUplink(input) {
              return input.bytes.length < 2 ? { errors: ["too short"] } : { data: { mm: input.bytes[0] << 8 | input.bytes[1] } };
            }
            """);
        var profile = ProfileBook.Read("dist.yaml", """
            title: { zh: 测距, en: Distance }
            maker: Test
            source: { link: "https://example.org", version: "1" }
            kind: bins
            lorawan: { codec: dist.js }
            habits: { every: 20m }
            messages: [ { from: decoded, gives: [ { level: { category: "'wet'", fill: 1 - payload.mm / 1000 } } ] } ]
            tests: [ { decoded: { mm: 500 }, gives: [ { level: { category: wet, fill: 0.5 } } ] } ]
            """).Profile!;

        Assert.Equal("""{"mm":500}""", CodecCommand.Decode(profile, "01F4", 1, _folder));
        Assert.Contains(
            "codec dist.js: too short",
            Assert.Throws<ConfigurationException>(() => CodecCommand.Decode(profile, "01", 1, _folder)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder, "dist.js"));
        Assert.Contains(
            "needs the codec dist.js",
            Assert.Throws<ConfigurationException>(() => CodecCommand.Decode(profile, "01F4", 1, _folder)).Message,
            StringComparison.Ordinal);
    }
}
