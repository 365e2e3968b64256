using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Codecs;

public sealed class ProfileImportTests : IDisposable
{
    private const string Profile = """
        title: { zh: 探头, en: Sensor }
        maker: Ours
        source: { link: "https://example.org/", version: "1" }
        kind: parking
        lorawan: { codec: ours.js }
        habits: { every: 24h }
        messages: [ { from: decoded, gives: [ { bay: { occupied: payload.taken } } ] } ]
        tests: [ { decoded: { taken: true }, gives: [ { bay: { occupied: true } } ] } ]
        """;

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 30, 8, 0);
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly string _from;

    public ProfileImportTests()
    {
        _data = new(_folder.File("var"));
        _from = Directory.CreateDirectory(Path.Combine(_folder.File("maker"), "codecs")).Parent!.FullName;
        Write("codecs/ours.js", "function decodeUplink(i) { return { data: { taken: i.bytes[0] === 1 } }; }");
        Write("codecs/test_decode_ours.json", "[{ name: 'a', input: { fPort: 1, bytes: [0x01] }, expected: { data: { taken: true } } }]");
        Write("ours.yaml", Profile);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_taken_in_whole_and_each_codec_is_in_the_audit_with_its_hash()
    {
        var said = ProfileImport.Read(_from, _data, Now)
            .Write(_data, new(_data.OpenDatabase(), _data.AuditKey()), "local:li", Now);

        Assert.Equal("1 codecs, 1 profiles; 2 tests passed", said[^1]);
        var book = ProfileBook.Of(_data);
        var codec = book.Codecs.Find(book.Find("ours")!.Profile!, out var problem);
        Assert.Equal((null, "ours.js"), (problem, codec?.Name));
        var audit = new AuditChain(_data.OpenDatabase(), _data.AuditKey()).Read(long.MaxValue, 10);
        Assert.Contains(audit, row => row.Entry is { By: "local:li", Action: "codec_installed", Target: "ours.js" } entry
            && entry.Detail == $"SHA-256 {codec!.Hash}");
    }

    [Fact]
    public void The_cases_of_either_layout_stay_beside_the_codec_and_those_of_the_version_before_do_not()
    {
        ProfileImport.Read(_from, _data, Now).Write(_data, new(_data.OpenDatabase(), _data.AuditKey()), "local:li", Now);
        Assert.Equal(["a"], CodecCheck.Run(_data.Profiles, Now).Select(one => one.Name));

        File.Delete(Path.Combine(_from, "codecs", "test_decode_ours.json"));
        Write("codecs/ours.js", "function decodeUplink(i) { return { data: { taken: i.bytes[0] !== 0 } }; }");
        Write("codecs/index.yaml", "endDevices: [ ours ]");
        Write("codecs/ours-codec.yaml", """
            uplinkDecoder:
              fileName: ours.js
              examples: [ { description: b, input: { fPort: 1, bytes: [7] }, output: { data: { taken: true } } } ]
            """);
        ProfileImport.Read(_from, _data, Now).Write(_data, new(_data.OpenDatabase(), _data.AuditKey()), "local:li", Now);
        Assert.Equal([("b", null)], CodecCheck.Run(_data.Profiles, Now).Select(one => (one.Name, one.Problem)));
        var shelf = new CodecShelf(_data);
        Assert.True(shelf.HasBefore("ours.js"));
        shelf.Remove("ours.js");
        Assert.Contains("=== 1", shelf.Find("ours.js")!.Source, StringComparison.Ordinal);
        shelf.Remove("ours.js");
        Assert.Empty(shelf.All);
    }

    [Theory]
    [InlineData("codecs/ours.js", "function (", "ours.js: Unexpected token")]
    [InlineData("codecs/ours.js", "function decodeUplink() { return { data: { taken: 2 } }; }", "test_decode_ours.json: a: expected")]
    [InlineData("codecs/other codec.js", "", "other codec.js: a codec's file has a name")]
    [InlineData("more/ours.js", "", "ours.js is there twice: codecs/ours.js, more/ours.js")]
    [InlineData("bad.yaml", "title: 1", "bad.yaml")]
    public void One_mistake_anywhere_and_nothing_is_changed(string file, string text, string expected)
    {
        Write(file, text);

        var failure = Assert.Throws<ConfigurationException>(() => ProfileImport.Read(_from, _data, Now));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("nothing was changed", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data.Profiles));
    }

    /// <summary>A profile's own test of bytes goes through the codec that comes with it.</summary>
    [Theory]
    [InlineData("01", "true", null)]
    [InlineData("00", "true", "ours.yaml: line 8: bay.occupied is false, expected true")]
    public void Bytes_in_a_profiles_own_tests_are_read_by_the_codec_beside_it(string hex, string taken, string? problem)
    {
        Write("ours.yaml", Profile[..Profile.IndexOf("tests:", StringComparison.Ordinal)]
            + $"tests: [ {{ hex: \"{hex}\", gives: [ {{ bay: {{ occupied: {taken} }} }} ] }} ]\n");
        if (problem is null)
            Assert.Equal(2, ProfileImport.Read(_from, _data, Now).Passed);
        else
            Assert.Contains(
                problem, Assert.Throws<ConfigurationException>(() => ProfileImport.Read(_from, _data, Now)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_whose_codec_is_nowhere_is_refused()
    {
        File.Delete(Path.Combine(_from, "codecs", "ours.js"));

        Assert.Contains("the profile 'ours' needs the codec ours.js",
            Assert.Throws<ConfigurationException>(() => ProfileImport.Read(_from, _data, Now)).Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_from, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
