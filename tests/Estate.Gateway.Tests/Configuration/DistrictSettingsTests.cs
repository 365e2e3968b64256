using System.Security.Cryptography;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using NATS.NKeys;
using Xunit;

namespace Estate.Gateway.Tests.Configuration;

public sealed class DistrictSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _wrong = [];
    private readonly string _seed;

    public DistrictSettingsTests()
    {
        using var pair = KeyPair.CreatePair(PrefixByte.User);
        _seed = pair.GetSeed();
        File.WriteAllText(_folder.File("district.nk"), _seed + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_the_section_nothing_leaves()
    {
        Assert.Null(DistrictSettings.From(null, "estate-1", _folder.Path, _wrong.Add));
        Assert.Empty(_wrong);
    }

    [Fact]
    public void A_whole_section_is_taken()
    {
        var target = Read(new() { Url = "tls://a.example:4222,tls://b.example:4222", KeyFile = "district.nk" });
        Assert.Empty(_wrong);
        Assert.Equal((_seed, 2_000), (target.Seed, target.FactsPerS));
    }

    [Theory]
    [InlineData("nats://a.example:4222", "district.nk", "without TLS")]
    [InlineData("https://a.example", "district.nk", "is not an address")]
    [InlineData("", "district.nk", "is not an address")]
    [InlineData("tls://a.example:4222", "other.nk", "does not exist")]
    [InlineData("tls://a.example:4222", "", "is needed")]
    [InlineData("tls://a.example:4222", "wrong.nk", "no seed")]
    public void What_is_wrong_is_said_with_its_place(string url, string key, string problem)
    {
        File.WriteAllText(_folder.File("wrong.nk"), "UABC");
        Read(new() { Url = url, KeyFile = key });
        var said = Assert.Single(_wrong);
        Assert.StartsWith("district.", said, StringComparison.Ordinal);
        Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Proposals_are_taken_only_where_that_is_asked_for_with_a_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder.File("district.pub"), key.ExportSubjectPublicKeyInfoPem());
        EstateFile.DistrictSection section = new()
        {
            Url = "tls://a.example:4222",
            KeyFile = "district.nk",
            ProposalsKeyFile = "district.pub",
        };
        Assert.Null(Read(section).ProposalsKey);
        section.Proposals = true;
        Assert.Contains("PUBLIC KEY", Read(section).ProposalsKey, StringComparison.Ordinal);
        Assert.Empty(_wrong);
        foreach (var (file, said) in new[] { (null, "need the file"), ("other.pub", "does not exist"), ("district.nk", "no public key") })
        {
            section.ProposalsKeyFile = file;
            Assert.Null(Read(section).ProposalsKey);
            Assert.Contains(said, _wrong[^1], StringComparison.Ordinal);
            Assert.StartsWith("district.proposals_key_file", _wrong[^1], StringComparison.Ordinal);
        }
    }

    private Adapters.District.DistrictTarget Read(EstateFile.DistrictSection section) =>
        DistrictSettings.From(section, "estate-1", _folder.Path, _wrong.Add)!;
}
