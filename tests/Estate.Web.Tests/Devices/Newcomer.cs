using System.Text;
using Estate.FirmwareSim;
using Estate.Gateway.Configuration;
using Estate.TestKit;
using Estate.Web.Tests.Running;

namespace Estate.Web.Tests.Devices;

/// <summary>A device of another maker with a newcomer's password; its messages are ours, by the makers' documentation.</summary>
internal sealed class Newcomer : IDisposable
{
    private Newcomer(DeviceClient client, string user) => (Client, User) = (client, user);

    internal DeviceClient Client { get; }

    internal string User { get; }

    /// <param name="user">Another of the broker's users, such as a bridge's; without it the device is given one.</param>
    internal static async Task<Newcomer> StartAsync(
        RunningGateway gateway, string id = "plug", string? user = null, params string[] topics)
    {
        if (user is null)
        {
            user = BrokerSetup.AddNewcomer(gateway.Data, gateway.Model).Name;
            await gateway.ReloadBrokerAsync();
        }
        var client = new DeviceClient(new()
        {
            Host = "127.0.0.1",
            Port = gateway.BrokerPort,
            ClientId = id,
            Credentials = new(user, gateway.Password(user)),
            Subscriptions = [.. topics.Select(topic => (topic, 1))],
            MaxUnacknowledged = 100_000,
            MaxReconnectDelay = TimeSpan.FromMilliseconds(500),
        }, TimeProvider.System);
        client.Start();
        await Eventually.UntilAsync(() => client.Current.State == ConnectionState.Ready);
        return new(client, user);
    }

    internal void Say(string topic, string payload, bool retain = false) =>
        Client.Publish(topic, Encoding.UTF8.GetBytes(payload), retain: retain);

    internal void AnnounceTasmota(string level, string mac = "A0B1C2D3E4F5") => Say(
        $"tasmota/discovery/{mac}/config",
        $$"""{"ip":"192.168.0.7","dn":"{{level}}","t":"{{level}}","if":0,"md":"Sonoff S31","rl":[1,0,0,0],"sw":"14.2.0"}""", retain: true);

    public void Dispose() => Client.Dispose();
}
