using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Estate.Domain.People;
using Estate.Gateway.Web;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests.Web;

/// <summary>One client that opens connections and says nothing, or half of it, shuts nobody out.</summary>
[Collection(Alone.Name)]
public sealed class ConnectionGuardTests
{
    private const int Hostile = 2_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Two_thousand_silent_connections_from_one_address_leave_every_role_at_work()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var pages = await PagesOfEveryRoleAsync(gateway);
        var sockets = await OpenAsync(gateway);
        try
        {
            Assert.InRange(sockets.Count(IsHeld), 1, ConnectionGuard.MaxPerAddress);
            foreach (var (browser, path) in pages)
                await WorksAsync(browser, path);
            using var stranger = gateway.NewBrowser();
            await WorksAsync(stranger, "/");
            await WorksAsync(stranger, "/metrics");
            // A door order, with the gate's own wires: told, and done.
            using var gate = gateway.AtTheGate();
            var order = await gateway.AskAsync(HttpMethod.Post, "/api/gates/s-gate/door", body: """{"value":"pulse_unlock","reason":"delivery"}""");
            Assert.Equal("done", order.GetProperty("result").GetString());
            Assert.InRange(await gateway.MetricAsync("estate_connections_refused_total"), Hostile - ConnectionGuard.MaxPerAddress, double.MaxValue);
            // Half a request is not waited for.
            await Eventually.SeeAsync(() => sockets.Count(IsHeld) < ConnectionGuard.MaxPerAddress / 2 + 1, seconds: 40);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
            foreach (var (browser, _) in pages)
                browser.Dispose();
        }
    }

    [Fact]
    public async Task Health_metrics_and_the_door_are_there_for_this_computer_when_the_network_has_taken_everything()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        using var own = Own(gateway);
        await WorksAsync(own, "/metrics");
        // Ten addresses, as many connections as each may have: more than all together.
        var sockets = new List<Socket>();
        for (var address = 1; address <= 10; address++)
            sockets.AddRange(await OpenAsync(gateway, ConnectionGuard.MaxPerAddress, address));
        try
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(async () => await gateway.NewBrowser().GetAsync(new Uri("/metrics", UriKind.Relative)));
            Assert.Contains("\"storage\":\"ok\"", await (await own.GetAsync(new Uri("/healthz", UriKind.Relative))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await WorksAsync(own, "/metrics");
            using var order = new HttpRequestMessage(HttpMethod.Post, "/api/gates/s-gate/door") { Content = new StringContent("""{"value":"pulse_unlock","reason":"delivery"}""", Encoding.UTF8, "application/json") };
            order.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.TokenOf("desk"));
            Assert.Equal(HttpStatusCode.OK, (await own.SendAsync(order)).StatusCode);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
        // And room again for everybody.
        await Eventually.SeeAsync(async () =>
        {
            try
            {
                return (await gateway.NewBrowser().GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode;
            }
            catch (HttpRequestException)
            {
                return HttpStatusCode.ServiceUnavailable;
            }
        }, status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("192.168.1.7", "192.168.1.7")]
    [InlineData("::ffff:192.168.1.7", "192.168.1.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void A_home_is_one_address_or_one_network(string address, string network) => Assert.Equal(network, ConnectionGuard.NetworkOf(IPAddress.Parse(address)));

    private static async Task<List<(HttpClient, string)>> PagesOfEveryRoleAsync(RunningGateway gateway)
    {
        var pages = new List<(HttpClient, string)>();
        foreach (var (name, path, role) in new[] { ("wei", "/staff/alerts", Role.Staff), ("zhang", "/committee", Role.Committee), ("sun", "/staff/rules", Role.Engineer), ("li", "/staff/people", Role.Administrator) })
        {
            await gateway.PersonAsync(name, role);
            pages.Add((await gateway.BrowserOfAsync(name), path));
        }
        await gateway.PersonAsync("chen", "h1");
        pages.Add((await gateway.BrowserOfAsync("chen"), "/me"));
        // What they have open is closed: each has to come in anew.
        foreach (var (browser, _) in pages)
            browser.DefaultRequestHeaders.ConnectionClose = true;
        return pages;
    }

    /// <summary>One half says nothing, the other half a request.</summary>
    private static async Task<List<Socket>> OpenAsync(RunningGateway gateway, int count = Hostile, int address = 250)
    {
        var sockets = new List<Socket>();
        for (var number = 0; number < count; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 2, (byte)address]), 0));
            sockets.Add(socket);
            await TryAsync(socket, new Uri(gateway.Url).Port, isHalfSent: number % 2 == 1);
        }
        // What is refused is refused by now.
        await Eventually.SeeAsync(() => sockets.Count(IsHeld) <= ConnectionGuard.MaxPerAddress);
        return sockets;
    }

    private static async Task TryAsync(Socket socket, int port, bool isHalfSent)
    {
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
            if (isHalfSent)
                await socket.SendAsync("POST /api/login HTTP/1.1\r\nHost: gateway\r\nContent-"u8.ToArray());
        }
        catch (SocketException)
        {
            // Refused already.
        }
    }

    private static bool IsHeld(Socket socket) => socket.Connected && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);

    private static async Task WorksAsync(HttpClient browser, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.StatusCode == HttpStatusCode.OK && Stopwatch.GetElapsedTime(began) < Soon, $"{path}: {answer.StatusCode} after {Stopwatch.GetElapsedTime(began)}");
    }

    private static HttpClient Own(RunningGateway gateway) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(gateway.Data.WebSocket), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };
}
