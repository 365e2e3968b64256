using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Cli.Tests.Identity;

/// <summary>The broker lets each device say and hear its own, and nothing else.</summary>
[Collection(Alone.Name)]
public sealed class ConfinementTests
{
    [Fact]
    public async Task No_device_can_access_another_devices_topics()
    {
        using var broker = await BrokerOfEstate.StartAsync(ReferenceDevices());
        var devices = broker.Model.Inventory.Select(settings => settings.Device).ToList();
        var users = devices.Select(device => device.Name).Distinct().ToList();
        // Every other one with a certificate, the rest with passwords: the same confinement for both.
        var authority = new DeviceAuthority(broker.Data, TimeProvider.System);
        foreach (var user in users.Where((_, index) => index % 2 == 1))
            broker.Give(user, authority.Issue(user, 30));
        var tried = new AllPairs(0, 0, 0, [], 0, []);
        // Some at a time, each towards all: each connection holds handles, and a process may have 1,024.
        foreach (var some in users.Select((user, index) => (Name: user, HasCertificate: index % 2 == 1)).Chunk(80))
        {
            var gateway = await broker.Gateway("estate/#").ReadyAsync();
            var members = some.Select(user =>
                user.HasCertificate ? broker.WithCertificate(user.Name) : broker.WithPassword(user.Name)).ToList();
            await Task.WhenAll(members.Select(one => one.ReadyAsync()));
            tried = tried.And(await AllPairs.TryAsync(gateway, devices, members));
            foreach (var member in members.Append(gateway))
                member.Client.Dispose();
        }

        // lot/main and patrol/main are one user; neither is a thing that connects.
        Assert.True(users.Count >= 219 && devices.Count - users.Count == 1, $"{users.Count} users, {devices.Count} devices");
        Assert.Equal(users.Count * devices.Count * 6, tried.Tried);
        Assert.Empty(tried.ForeignWrites);
        Assert.Empty(tried.ForeignReads);
        Assert.Equal((devices.Count * 4, devices.Count * 2), (tried.OwnWrites, tried.OwnReads));
        Assert.Equal(tried.Tried - devices.Count * 4, tried.Refused);
    }

    [Theory]
    [InlineData("topic write estate/test/bins/one/event", "topic write estate/test/+/+/event")]
    [InlineData("topic read estate/test/bins/two/command", "topic read estate/test/+/+/command")]
    public async Task A_gap_in_the_access_list_is_detected(string line, string hole)
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var acl = await File.ReadAllTextAsync(broker.Data.BrokerFile("acl"));
        Assert.Contains(line, acl, StringComparison.Ordinal);
        await File.WriteAllTextAsync(broker.Data.BrokerFile("acl"), acl.Replace(line, hole, StringComparison.Ordinal));
        broker.Kill();
        await broker.RunAsync();
        var gateway = await broker.Gateway("estate/#").ReadyAsync();
        var devices = broker.Model.Inventory.Select(one => one.Device).ToList();
        var members = devices.Select(one => broker.WithPassword(one.Name)).ToList();
        await Task.WhenAll(members.Select(one => one.ReadyAsync()));

        var tried = await AllPairs.TryAsync(gateway, devices, members);

        Assert.NotEmpty(tried.ForeignWrites.Concat(tried.ForeignReads));
    }

    [Fact]
    public async Task A_device_cannot_end_another_ones_connection_by_taking_its_client_id()
    {
        using var broker = await BrokerOfEstate.StartAsync();
        var one = await broker.WithPassword("one").ReadyAsync();
        using var thief = new DeviceClient(new()
        {
            Host = "127.0.0.1",
            Port = broker.Model.Listeners.Password!.Value,
            ClientId = "one",
            Credentials = new("two", BrokerSetup.PasswordOf(broker.Data, "two")!),
            Tls = new(broker.Data.Authority),
        }, TimeProvider.System);
        thief.Start();
        await Eventually.UntilAsync(() => thief.Current.State == ConnectionState.Ready);
        one.Say("estate/test/bins/one/event", "still here");
        await one.UntilAcknowledgedAsync();
        Assert.False(one.WasDisconnected);
    }

    private static string ReferenceDevices()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "deploy/reference/estate.yaml"));
        return string.Join('\n', lines.SkipWhile(line => line != "devices:").Skip(1).TakeWhile(line => line.StartsWith(' ')));
    }
}
