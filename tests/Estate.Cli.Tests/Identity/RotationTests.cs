using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>Credentials change while the broker runs, and nobody else notices.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task A_new_password_takes_effect_immediately_and_disturbs_no_other_device()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var (bystander, old) = (await broker.WithPassword("two").ReadyAsync(), await broker.WithPassword("one").ReadyAsync());
        var password = BrokerSetup.PasswordOf(broker.Data, "one");

        broker.Keys.Renew("bins/one", new(false, 1, null));
        await broker.ReloadAsync();

        await old.SeesAsync("the broker refuses user name or password");
        Assert.NotEqual(password, BrokerSetup.PasswordOf(broker.Data, "one"));
        await broker.WithPassword("one").ReadyAsync();
        await ConnectedAllTheTimeAsync(broker, bystander);
    }

    [Fact]
    public async Task A_new_certificate_takes_effect_immediately_and_the_old_one_is_refused()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        foreach (var name in new[] { "one", "two" })
            broker.Keys.Renew($"bins/{name}", new(true, 30, broker.Given));
        await broker.ReloadAsync();
        var (bystander, old) = (await broker.WithCertificate("two").ReadyAsync(), await broker.WithCertificate("one").ReadyAsync());
        var before = broker.Give(
            "one", new(
                "", await File.ReadAllTextAsync(Path.Combine(broker.Given, "one", "device.crt")),
                await File.ReadAllTextAsync(Path.Combine(broker.Given, "one", "device.key")), default), broker.Data.Root);

        broker.Keys.Renew("bins/one", new(true, 30, broker.Given));
        await broker.ReloadAsync();
        await broker.WithCertificate("one").ReadyAsync();

        Assert.True(Directory.Exists(before));
        // The same device under its new certificate takes the old connection's place.
        await Eventually.UntilAsync(() => old.WasDisconnected);
        await broker.WithCertificate("one", broker.Data.Root).SeesAsync("it was revoked or replaced");
        await ConnectedAllTheTimeAsync(broker, bystander);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_revoked_or_removed_device_is_muted_immediately_and_refused_on_reconnect(bool isCertificate, bool isRemoved)
    {
        using var broker = await BrokerOfEstate.StartAsync();
        broker.Keys.Renew("bins/one", new(isCertificate, 30, broker.Given));
        await broker.ReloadAsync();
        var password = BrokerSetup.PasswordOf(broker.Data, "one");
        Member Connect() => isCertificate ? broker.WithCertificate("one") : broker.WithPassword("one", password);
        var (gateway, bystander, device) = (
            await broker.Gateway("estate/#").ReadyAsync(), await broker.WithPassword("two").ReadyAsync(), await Connect().ReadyAsync());
        device.Say("estate/test/bins/one/event", "before");
        await Eventually.UntilAsync(() => gateway.Received.Any(one => one.Payload == "before"));

        _ = isRemoved ? broker.Keys.Remove("bins/one", "stolen") : broker.Keys.Revoke("bins/one", "stolen");
        await broker.ReloadAsync();
        if (isCertificate)
            await Eventually.UntilAsync(() =>
            {
                device.Say("estate/test/bins/one/event", "until the broker has read its files");
                return device.Refused > 0;
            });
        else
            await device.SeesAsync("the broker refuses user name or password");
        device.Say("estate/test/bins/one/event", "after");
        gateway.Say("estate/test/bins/one/command", "secret");
        await gateway.UntilAcknowledgedAsync();
        if (isCertificate)
            await device.UntilAcknowledgedAsync();
        device.Client.Dispose();

        await Connect().SeesAsync(isCertificate ? "it was revoked or replaced" : "the broker refuses user name or password");
        await ConnectedAllTheTimeAsync(broker, bystander);
        Assert.DoesNotContain(gateway.Received, one => one.Payload == "after");
        Assert.DoesNotContain(device.Received, one => one.Payload == "secret");
    }

    [Fact]
    public async Task A_revoked_device_is_admitted_with_new_credentials()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        broker.Keys.Renew("bins/one", new(true, 30, broker.Given));
        broker.Keys.Revoke("bins/one", "lost");
        Assert.Contains("revoked", Assert.Single(broker.Keys.Show("bins/one", null)), StringComparison.Ordinal);
        broker.Keys.Renew("bins/one", new(true, 30, broker.Given));
        await broker.ReloadAsync();
        var (gateway, device) = (await broker.Gateway("estate/#").ReadyAsync(), await broker.WithCertificate("one").ReadyAsync());
        device.Say("estate/test/bins/one/event", "again");
        await Eventually.UntilAsync(() => gateway.Received.Any(one => one.Payload == "again"));
    }

    [Fact]
    public async Task The_broker_loads_its_renewed_certificate_without_a_restart()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var bystander = await broker.WithPassword("two").ReadyAsync();
        File.Delete(broker.Data.BrokerFile("server.crt"));
        // What a certificate about to end looks like: the next start makes another.
        new DeviceAuthority(broker.Data, TimeProvider.System).Prepare(broker.Model.BrokerNames, days: 59);
        await broker.ReloadAsync();
        var soon = await File.ReadAllTextAsync(broker.Data.BrokerFile("server.crt"));
        // A hangup that comes while Mosquitto answers another is lost.
        await Eventually.UntilAsync(() => ShownAsync(broker), shown => shown == soon);
        BrokerSetup.Write(broker.Data, broker.Model);
        var renewed = await File.ReadAllTextAsync(broker.Data.BrokerFile("server.crt"));
        Assert.NotEqual(soon, renewed);
        await broker.ReloadAsync();
        await Eventually.UntilAsync(() => ShownAsync(broker), shown => shown == renewed);
        await ConnectedAllTheTimeAsync(broker, bystander);
    }

    private static async Task<string> ShownAsync(BrokerOfEstate broker)
    {
        var port = broker.Model.Listeners.Password!.Value;
        var shown = "";
        using var socket = new TcpClient("127.0.0.1", port);
        await using var stream = new SslStream(socket.GetStream(), false, (_, certificate, _, _) =>
        {
            using var read = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData());
            shown = read.ExportCertificatePem() + "\n";
            return false;
        });
        await Assert.ThrowsAsync<AuthenticationException>(() => stream.AuthenticateAsClientAsync("127.0.0.1"));
        return shown;
    }

    /// <summary>Still on the connection of the beginning, and heard.</summary>
    private static async Task ConnectedAllTheTimeAsync(BrokerOfEstate broker, Member bystander)
    {
        var gateway = await broker.Gateway("estate/#", "gateway").ReadyAsync();
        bystander.Say("estate/test/bins/two/event", "still here");
        await Eventually.UntilAsync(() => gateway.Received.Any(one => one.Payload == "still here"));
        Assert.Equal(["connected: connected", "ready: subscribed"], bystander.Changes);
    }
}
