using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Estate.Domain.People;
using Estate.Gateway;
using Estate.TestKit;
using Estate.Web.Shared;
using Estate.Web.Tests.Running;
using Xunit;

namespace Estate.Web.Tests.Shared;

/// <summary>One client that opens connections and says nothing, or half of it, shuts nobody out.</summary>
[Collection(Alone.Name)]
public sealed class ConnectionGuardTests
{
    private const int Hostile = 2_000;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Two_thousand_idle_connections_from_one_address_block_no_role()
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
            var order = await gateway.AskAsync(
                HttpMethod.Post, "/api/gates/s-gate/door", body: """{"value":"pulse_unlock","reason":"delivery"}""");
            Assert.Equal("done", order.GetProperty("result").GetString());
            Assert.InRange(
                await gateway.MetricAsync("estate_connections_refused_total"), Hostile - ConnectionGuard.MaxPerAddress, double.MaxValue);
            // Half a request is not waited for.
            await Eventually.UntilAsync(() => sockets.Count(IsHeld) < ConnectionGuard.MaxPerAddress / 2 + 1, seconds: 40);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
            foreach (var (browser, _) in pages)
                browser.Dispose();
        }
    }

    [Fact]
    public async Task Local_health_metrics_and_door_requests_work_when_the_network_is_exhausted()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        // However slow this machine is: none ends before the last is open.
        gateway.Platform = gateway.Platform with { Patience = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)) };
        await gateway.StartGatewayAsync();
        using var own = Own(gateway);
        await WorksAsync(own, "/metrics");
        // So many addresses that one connection each is all there are.
        const int all = ConnectionGuard.MaxConnections;
        var sockets = await OpenAsync(gateway, (all, all), number => (byte)(number % 256), number => (byte)(10 + (number / 256)));
        try
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
                await gateway.NewBrowser().GetAsync(new Uri("/metrics", UriKind.Relative)));
            Assert.Contains(
                "\"storage\":\"ok\"", await (await own.GetAsync(new Uri("/healthz", UriKind.Relative))).Content.ReadAsStringAsync(),
                StringComparison.Ordinal);
            await WorksAsync(own, "/metrics");
            using var order = new HttpRequestMessage(
                HttpMethod.Post,
                "/api/gates/s-gate/door")
            {
                Content = new StringContent(
                    """{"value":"pulse_unlock","reason":"delivery"}""", Encoding.UTF8, "application/json")
            };
            order.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.TokenOf("desk"));
            Assert.Equal(HttpStatusCode.OK, (await own.SendAsync(order)).StatusCode);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
        // And room again for everybody.
        await Eventually.UntilAsync(async () =>
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

    [Fact]
    public async Task Ten_greedy_addresses_leave_room_for_others()
    {
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        var sockets = await OpenAsync(gateway, (10 * ConnectionGuard.MaxPerAddress, 400), number => (byte)(1 + (number % 10)));
        try
        {
            Assert.InRange(sockets.Count(IsHeld), 300, 400);
            // As many as an office has, from elsewhere.
            var others = await OpenAsync(gateway, (20, 20), _ => 99);
            sockets.AddRange(others);
            Assert.All(others, socket => Assert.True(IsHeld(socket)));
            using var stranger = gateway.NewBrowser();
            await WorksAsync(stranger, "/");
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public void A_new_address_is_admitted_to_the_last_and_released_places_are_reused()
    {
        var shares = new ConnectionShares(all: 100, mostPerAddress: 20);
        int Take(string? address) => Enumerable.Range(0, 200).Count(_ => shares.TryTake(address));
        Assert.Equal(11, Take("a"));
        Assert.Equal(10, Take("b"));
        Assert.Equal(79, Enumerable.Range(0, 200).Count(number => shares.TryTake($"c{number}")));
        Assert.False(shares.TryTake("d"));
        shares.GiveBack("a");
        Assert.False(shares.TryTake("b"));
        Assert.True(shares.TryTake("d"));
    }

    [Fact]
    public async Task Idle_and_half_sent_requests_time_out_and_active_connections_stay()
    {
        Assert.Equal((30, 10), (ConnectionPatience.Usual.Idle.TotalSeconds, ConnectionPatience.Usual.HalfSent.TotalSeconds));
        await using var gateway = await RunningGateway.StartAsync(withBroker: false);
        await gateway.StopGatewayAsync();
        gateway.Platform = gateway.Platform with { Patience = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)) };
        await gateway.StartGatewayAsync();
        var sockets = await OpenAsync(gateway, 2);
        using var asking = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = new Uri(gateway.Url) };
        var began = Stopwatch.GetTimestamp();
        await Eventually.UntilAsync(async () =>
        {
            await WorksAsync(asking, "/metrics");
            return sockets.Count(socket => Hear(socket) && IsHeld(socket));
        }, held => held == 0);
        Assert.True(Stopwatch.GetElapsedTime(began) < ConnectionPatience.Usual.HalfSent, "that was somebody else's patience");
        sockets.ForEach(socket => socket.Dispose());
    }

    [Theory]
    [InlineData("192.168.1.7", "192.168.1.7")]
    [InlineData("::ffff:192.168.1.7", "192.168.1.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void An_IPv4_address_or_an_IPv6_network_counts_as_one_home(string address, string network) =>
        Assert.Equal(network, ConnectionGuard.NetworkOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("127.0.1.1", false)]
    [InlineData("192.168.1.7", false)]
    [InlineData("2001:db8::7f00:1", false)]
    public void Only_this_computers_own_address_has_no_share(string address, bool isOwn) =>
        Assert.Equal(isOwn, ConnectionGuard.IsOwn(IPAddress.Parse(address)));

    private static async Task<List<(HttpClient, string)>> PagesOfEveryRoleAsync(RunningGateway gateway)
    {
        var pages = new List<(HttpClient, string)>();
        foreach (var (name, path, role) in new[] { ("wei", "/staff/alerts", Role.Staff), ("zhang", "/committee", Role.Committee),
            ("sun", "/staff/rules", Role.Engineer), ("li", "/staff/people", Role.Administrator) })
        {
            await gateway.PersonAsync(name, role);
            pages.Add((await gateway.BrowserOfAsync(name), path));
        }
        await gateway.PersonAsync("chen", "h1");
        pages.Add((await gateway.BrowserOfAsync("chen"), "/me"));
        // What they have open is closed: each has to come in again.
        foreach (var (browser, _) in pages)
            browser.DefaultRequestHeaders.ConnectionClose = true;
        return pages;
    }

    /// <summary>One half says nothing, the other half a request.</summary>
    private static Task<List<Socket>> OpenAsync(RunningGateway gateway, int count = Hostile) =>
        OpenAsync(gateway, (count, ConnectionGuard.MaxPerAddress), _ => 250);

    /// <param name="connections">How many, and how many of these are let in.</param>
    /// <param name="address">The last part of each one's.</param>
    /// <param name="network">The part before.</param>
    private static async Task<List<Socket>> OpenAsync(
        RunningGateway gateway, (int Count, int LetIn) connections, Func<int, byte> address, Func<int, byte>? network = null)
    {
        var sockets = new List<Socket>();
        for (var number = 0; number < connections.Count; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, network?.Invoke(number) ?? 2, address(number)]), 0));
            sockets.Add(socket);
            await TryAsync(socket, new Uri(gateway.Url).Port, isHalfSent: number % 2 == 1);
        }
        // What is refused is refused by now.
        await Eventually.UntilAsync(() => sockets.Count(IsHeld) <= connections.LetIn);
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

    /// <summary>Reads what was sent before the end: half a request gets an answer that says so.</summary>
    private static bool Hear(Socket socket) => socket.Available == 0 || socket.Receive(new byte[socket.Available]) > 0;

    private static bool IsHeld(Socket socket) => socket.Connected && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);

    private static async Task WorksAsync(HttpClient browser, string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(
            answer.StatusCode == HttpStatusCode.OK && Stopwatch.GetElapsedTime(began) < Soon,
            $"{path}: {answer.StatusCode} after {Stopwatch.GetElapsedTime(began)}");
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
