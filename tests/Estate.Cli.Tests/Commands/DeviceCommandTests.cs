using Estate.Adapters.Storage;
using Estate.Cli.Commands;
using Estate.Cli.Tests.Identity;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.TestKit;
using Xunit;

namespace Estate.Cli.Tests.Commands;

/// <summary>Devices added, renewed and removed at the machine.</summary>
public sealed class DeviceCommandTests
{
    [Fact]
    public async Task A_device_added_by_command_is_admitted_immediately_and_audited()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var said = broker.Keys.Add(
            "bins/four", new Dictionary<string, string?> { ["compartments"] = "wet dry" }, new(false, 1, broker.Given)).ToList();
        Assert.Equal($"four,{BrokerSetup.PasswordOf(broker.Data, "four")}", said[0]);
        var password = BrokerSetup.PasswordOf(broker.Data, "four");
        Assert.Contains($"mqtts://four:{password}@broker.test:{broker.Model.Listeners.Password}/estate/test/bins/four", said);
        Assert.Equal(
            ["ca.crt", "password.csv", "qr.svg"], Directory.GetFiles(Path.Combine(broker.Given, "four")).Select(Path.GetFileName).Order());
        await broker.ReloadAsync();
        await broker.WithPassword("four").ReadyAsync();

        Assert.Equal(4, broker.Keys.List().Count());
        broker.Keys.Add("bins/five", new Dictionary<string, string?>(), new(true, 30, broker.Given));
        Assert.Equal(
            ["ca.crt", "device.crt", "device.key", "qr.svg"],
            Directory.GetFiles(Path.Combine(broker.Given, "five")).Select(Path.GetFileName).Order());
        Assert.Contains(broker.Keys.List(), line =>
            line.StartsWith("bins/five  certificate until ", StringComparison.Ordinal)
            && line.EndsWith("30 days left", StringComparison.Ordinal));
        broker.Keys.Show("bins/four", null);
        broker.Keys.Revoke("bins/four", "lost");
        Assert.Contains("bins/four  revoked", broker.Keys.List());
        broker.Keys.Renew("bins/four", new(false, 1, null));
        broker.Keys.Remove("bins/five", "gone");
        var audit = new AuditChain(new EstateDatabase(broker.Data.Database), broker.Data.AuditKey());
        Assert.Equal(
            ["device_saved", "device_saved", "device_certified", "device_password_shown", "device_revoked", "device_renewed",
            "device_retired"], audit.Read(long.MaxValue, 20).Select(line => line.Entry.Action).Reverse());
        Assert.All(audit.Read(long.MaxValue, 20), line => Assert.Equal(Caller.Local, line.Entry.By));
    }

    [Fact]
    public async Task Devices_that_announce_themselves_are_listed_with_the_line_that_adopts_them()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var name = broker.Keys.Newcomer().First().Split(',')[0];
        await broker.ReloadAsync();
        // Over TLS, where the name is the client id as well.
        var plug = await broker.WithPassword(name).ReadyAsync();
        plug.Client.Publish(
            "tasmota/discovery/A1/config", """{"t":"plug_1","if":0,"md":"Sonoff S31","rl":[1]}"""u8.ToArray(), retain: true);
        plug.Client.Publish("tasmota/discovery/A2/config", """{"t":"lamp","if":0,"rl":[0]}"""u8.ToArray(), retain: true);
        await Eventually.UntilAsync(() => plug.Client.Unacknowledged == 0);
        // It listens for a second; a busy machine may need another for both.
        var lines = await Eventually.UntilAsync(
            async () => (await FoundCommand.ListAsync(broker.Model, broker.Data, 1, default)).ToList(),
            found => found.Exists(line => line.StartsWith("lamp", StringComparison.Ordinal))
                && found.Exists(line => line.StartsWith("plug_1", StringComparison.Ordinal)));
        Assert.Contains("plug_1  Sonoff S31  tasmota/discovery/A1/config", lines);
        Assert.Contains($"    estate device add charger/NAME profile=tasmota topic=plug_1 account={name}", lines);
        Assert.Contains("    no profile fits: docs/profiles.md says how to write one", lines);

        broker.Keys.Add(
            "charger/plug", new Dictionary<string, string?> { ["profile"] = "tasmota", ["topic"] = "plug_1", ["account"] = name },
            new(false, 1, null));
        Assert.DoesNotContain(await FoundCommand.ListAsync(broker.Model, broker.Data, 1, default), line =>
            line.StartsWith("plug_1", StringComparison.Ordinal));
        await broker.ReloadAsync();
        // Under the name that it has, and on its own topics now.
        var gateway = await broker.Gateway("tele/plug_1/#").ReadyAsync();
        await Eventually.UntilAsync(() => plug.Client.Publish("tele/plug_1/LWT", "Online"u8.ToArray()) && !gateway.Received.IsEmpty);
    }

    [Theory]
    [InlineData("bins/one", "there is bins/one already")]
    [InlineData("gate/one", "another device has the name one already")]
    [InlineData("teapot/four", "devices of an unknown kind: teapot/four")]
    [InlineData("bins/Four", "is not kind/name of [a-z0-9-]")]
    [InlineData("bins/gateway", "is the broker's name for")]
    [InlineData("bins/homeassistant", "is the broker's name for")]
    public async Task An_invalid_command_is_refused_and_nothing_changes(string id, string sentence)
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var before = Everything(broker.Data.Root);
        Assert.Contains(
            sentence,
            Assert.Throws<ConfigurationException>(() =>
                broker.Keys.Add(id, new Dictionary<string, string?>(), new(false, 1, null))).Message, StringComparison.Ordinal);
        Assert.Equal(before, Everything(broker.Data.Root));
    }

    [Fact]
    public async Task A_certificate_needs_a_matching_listener_and_concurrent_changes_are_serialised()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        Assert.Contains(
            "--valid-days", Assert.Throws<ConfigurationException>(() => broker.Keys.Renew("bins/one", new(true, 0, null))).Message,
            StringComparison.Ordinal);
        using (broker.Data.HoldDevices())
            Assert.Contains(
                "try again in a moment",
                Assert.Throws<ConfigurationException>(() => broker.Keys.Renew("bins/one", new(false, 1, null))).Message,
                StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            broker.EstateFile,
            (await File.ReadAllTextAsync(broker.EstateFile))
            .Replace($"tls_client_port: {broker.Model.Listeners.Certificate}, ", "", StringComparison.Ordinal));
        Assert.Contains(
            "broker.tls_client_port",
            Assert.Throws<ConfigurationException>(() => broker.Keys.Renew("bins/one", new(true, 1, null))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'device list' says", Assert.Throws<ConfigurationException>(() => broker.Keys.Renew("bins/none", new(false, 1, null))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_renewal_leaves_the_old_credentials_valid(bool isCertificate)
    {
        using var broker = await BrokerOfEstate.StartAsync();
        broker.Keys.Renew("bins/one", new(isCertificate, 30, broker.Given));
        var (before, credential) = (Everything(broker.Data.Root), new Credential(isCertificate, 30, broker.EstateFile));
        foreach (var given in new Action[] { () => broker.Keys.Renew("bins/one", credential), () =>
                broker.Keys.Add("bins/four", new Dictionary<string, string?>(), credential) })
            Assert.Contains(
                "Nothing was changed; name another folder with --out", Assert.Throws<ConfigurationException>(given).Message,
                StringComparison.Ordinal);
        Assert.Equal(before, Everything(broker.Data.Root));
    }

    [Fact]
    public void Testing_a_folder_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(WriteProbe.In(folder.Path));
        Assert.Null(WriteProbe.In(folder.File("not/yet/there")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.NotNull(WriteProbe.In("/proc"));
    }

    [Theory]
    [InlineData("wang", "local:wang")]
    [InlineData("li-4_2.x", "local:li-4_2.x")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("wang\nlocal:li", null)]
    [InlineData("a name of more than thirty-two letters", null)]
    public void Under_sudo_the_audit_names_who_called_it(string? sudoUser, string? named) =>
        Assert.Equal(named ?? $"local:{Environment.UserName}", Caller.LocalOf(sudoUser));

    private static string Everything(string root) => string.Join('\n', Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith("devices.lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(path => path + "=" + File.ReadAllText(path)));
}
