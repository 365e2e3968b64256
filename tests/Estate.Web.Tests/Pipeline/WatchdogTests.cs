using System.Net.Sockets;
using System.Text;
using Estate.Gateway.Pipeline;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Estate.Web.Tests.Pipeline;

/// <summary>What systemd hears of the gateway, on a socket of the test's own.</summary>
[Collection(Alone.Name)]
public sealed class WatchdogTests
{
    [Fact]
    public async Task The_watchdog_is_fed_only_while_the_loop_runs()
    {
        using var folder = new TemporaryFolder();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", folder.File("notify"));
        Environment.SetEnvironmentVariable("WATCHDOG_USEC", "400000");
        try
        {
            await using var gateway = await RunningGateway.StartAsync(withBroker: false);
            Assert.StartsWith("READY=1", await HearAsync(systemd), StringComparison.Ordinal);
            Assert.Equal("WATCHDOG=1", await HearAsync(systemd));
            // A disk that answers nothing does not stop it: the gate must go on.
            using (TestDatabase.Lock(gateway.Data.Database))
                Assert.Equal("WATCHDOG=1", await HearAsync(systemd));
            using var stuck = new ManualResetEventSlim();
            using var isStuck = new ManualResetEventSlim();
            var look = gateway.Services.GetRequiredService<EstateLoop>().InspectAsync(_ =>
            {
                isStuck.Set();
                return stuck.Wait(TimeSpan.FromSeconds(60));
            });
            isStuck.Wait(TimeSpan.FromSeconds(60));
            // Whatever was said before the loop stuck.
            while (systemd.Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectRead))
                await HearAsync(systemd);
            Assert.False(systemd.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead));
            stuck.Set();
            await look;
            Assert.Equal("WATCHDOG=1", await HearAsync(systemd));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            Environment.SetEnvironmentVariable("WATCHDOG_USEC", null);
        }
    }

    private static async Task<string> HearAsync(Socket socket)
    {
        var buffer = new byte[512];
        var length = await socket.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
