using Estate.Gateway.Configuration;
using Estate.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>What stands in the way is said in a sentence, by the client that everybody here uses.</summary>
public sealed class TlsSentenceTests
{
    [Fact]
    public async Task A_certificate_of_another_authority_is_reported()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        using var other = new TemporaryFolder();
        var stranger = new DataFolder(other.Path);
        new DeviceAuthority(stranger, TimeProvider.System).Prepare(["127.0.0.1"]);
        await broker.WithPassword("one", ca: stranger.Authority)
            .SeesAsync($"the broker's certificate is of another authority than {stranger.Authority}");
        // The other way round: the device's is another's.
        broker.Give("one", new DeviceAuthority(stranger, TimeProvider.System).Issue("one", 30));
        await broker.WithCertificate("one").SeesAsync("is not of the authority");
    }

    [Fact]
    public async Task An_expired_certificate_is_reported_with_its_date()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var past = new DeviceAuthority(broker.Data, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddDays(-40)));
        broker.Give("one", past.Issue("one", 30));
        await broker.WithCertificate("one").SeesAsync($"device.crt expired on {TimeProvider.System.GetUtcNow().AddDays(-10):yyyy-MM-dd}");
        File.Delete(broker.Data.BrokerFile("server.crt"));
        past.Prepare(broker.Model.BrokerNames, days: 30);
        broker.Kill();
        await broker.RunAsync();
        var late = broker.WithPassword("two");
        await late.SeesAsync("the broker's certificate expired on");
        // The gateway's next start makes it again, and the device that waited is in.
        BrokerSetup.Write(broker.Data, broker.Model);
        await broker.ReloadAsync();
        await late.ReadyAsync();
    }

    [Fact]
    public async Task A_wrong_host_name_and_a_wrong_password_are_distinguished()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        new DeviceAuthority(broker.Data, TimeProvider.System).Prepare(["broker.test"]);
        broker.Kill();
        await broker.RunAsync();
        await broker.WithPassword("one").SeesAsync("the broker's certificate is for broker.test, not for 127.0.0.1");
        BrokerSetup.Write(broker.Data, broker.Model);
        await broker.ReloadAsync();
        await broker.WithPassword("two", password: "wrong").SeesAsync("the broker refuses user name or password");
    }

    [Fact]
    public void The_authority_is_kept_and_a_missing_half_is_reported()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        var authority = new DeviceAuthority(data, TimeProvider.System);
        authority.Prepare(["localhost"]);
        var (root, server) = (File.ReadAllText(data.Authority), File.ReadAllText(data.BrokerFile("server.crt")));
        authority.Prepare(["localhost"]);
        Assert.Equal((root, server), (File.ReadAllText(data.BrokerFile("ca.crt")), File.ReadAllText(data.BrokerFile("server.crt"))));
        authority.Prepare(["localhost", "192.168.1.10"]);
        Assert.NotEqual(server, File.ReadAllText(data.BrokerFile("server.crt")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(data.AuthorityKey));
        File.Delete(data.AuthorityKey);
        Assert.Contains(
            "Put both back from the backup", Assert.Throws<ConfigurationException>(() => authority.Prepare(["localhost"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(root, File.ReadAllText(data.Authority));
    }

    [Fact]
    public void An_unset_clock_still_makes_valid_certificates()
    {
        using var folder = new TemporaryFolder();
        var unset = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var made = new DeviceAuthority(new DataFolder(folder.Path), unset).Issue("one", 365);
        Assert.True(made.NotAfter > new DateTime(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc));
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(made.Certificate);
        Assert.Equal(DateTime.UnixEpoch, certificate.NotBefore.ToUniversalTime());
    }
}
