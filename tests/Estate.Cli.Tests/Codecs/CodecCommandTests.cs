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
    public void The_Things_Networks_layout_is_read_with_its_examples_of_each_function()
    {
        var vendor = Directory.CreateDirectory(Path.Combine(_folder, "vendor", "ours")).FullName;
        Directory.CreateDirectory(Path.Combine(vendor, "payload"));
        File.WriteAllText(Path.Combine(vendor, "payload", "valve.js"), """
            function decodeUplink(i) { return i.fPort === 1 ? { data: { open: i.bytes[0] === 1, at: undefined, volts: i.bytes[1] / 10 } }
              : { errors: ['unknown port'] }; }
            function normalizeUplink(i) { return { data: { battery: i.data.volts } }; }
            function encodeDownlink(i) { return { bytes: [i.data.open ? 1 : 0], fPort: 2 }; }
            function decodeDownlink(i) { return { data: { open: i.bytes[0] === 1 } }; }
            """);
        File.WriteAllText(Path.Combine(vendor, "valve-codec.yaml"), Examples);
        foreach (var (file, text) in new[] { ("index.yaml", "endDevices: [ valve ]"), ("valve.yaml", "name: Valve\nfirmwareVersions: []") })
            File.WriteAllText(Path.Combine(vendor, file), text);

        Assert.Equal(1, CodecCommand.Test(_folder, _said));
        Assert.Equal(
            """
            vendor/ours/valve-codec.yaml: shut: expected {"bytes":[1],"fPort":2}, got {"bytes":[0],"fPort":2}
            1 codecs: 5 passed, 1 failed, 0 skipped

            """.ReplaceLineEndings("\n"), _said.ToString());
    }

    /// <summary>Codecs lie beside their descriptions or below, never elsewhere.</summary>
    [Theory]
    [InlineData("../../secret.js", "uplinkDecoder.fileName: '../../secret.js' is not in this file's folder")]
    [InlineData("nowhere.js", "there is no nowhere.js")]
    [InlineData("\"x", "line 1, column 28: ")]
    public void A_description_without_its_codec_is_a_failed_case(string file, string expected)
    {
        File.WriteAllText(
            Path.Combine(_folder, "x.yaml"), $"uplinkDecoder: {{ fileName: {file}, examples: [ {{ input: {{}}, output: {{}} }} ] }}");

        Assert.Equal(1, CodecCommand.Test(_folder, _said));
        Assert.Contains($"x.yaml: all: {expected}", _said.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Ours, in the layout of the public repository.</summary>
    private const string Examples = """
        uplinkDecoder:
          fileName: payload/valve.js
          examples:
            - description: open
              input: { fPort: 1, bytes: [0x01, 36] }
              output: { data: { open: true, at:, volts: 3.6 } }
              normalizedOutput: { data: [ { battery: 3.6 } ] }
            - description: another port
              input: { fPort: 9, bytes: [1] }
              output: { errors: [ unknown port ] }
        downlinkEncoder:
          fileName: payload/valve.js
          examples:
            - { description: opened, input: { data: { open: true } }, output: { bytes: [1], fPort: 2 } }
            - { description: shut, input: { data: { open: false } }, output: { bytes: [1], fPort: 2 } }
        downlinkDecoder:
          fileName: payload/valve.js
          examples:
            - { description: opened, input: { fPort: 2, bytes: [1] }, output: { data: { open: true } } }
        """;

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
