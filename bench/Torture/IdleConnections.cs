using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Estate.Bench.Harness;

namespace Estate.Bench.Torture;

/// <summary>
/// Connections that say nothing, or half a request: two thousand of one address, then ten addresses with as many as they can get. Who
/// comes from elsewhere gets in, the log stays small, the gate opens.
/// </summary>
internal static class IdleConnections
{
    private const int Hostile = 2_000, Addresses = 10, Households = 3_000;
    private const double Seconds = 10, PageLimitMs = 1_000, LogLimitKb = 200;

    internal static Task<ScenarioVerdict> PlayAsync(ScenarioRun run) => PlayAsync(run, Hostile, Seconds);

    internal static async Task<ScenarioVerdict> PlayAsync(ScenarioRun run, int hostile, double seconds)
    {
        using var estate = new BenchEstate(run.Folder, TorturedEstate.StationCount, run.Time);
        estate.RegisterCards(FirmwareSim.ReferenceCards.For(Households));
        await using var gate = new GateProbe(estate, run);
        await estate.StartAsync();
        gate.Begin();
        await using var taps = new TapProbe(estate, "station-1", Households, run.Time);
        var verdict = new ScenarioVerdict("idle-connections");
        await HoldAsync("one_address", verdict, estate, ([.. Enumerable.Repeat(250, hostile)], seconds), run);
        var ten = Enumerable.Range(0, hostile).Select(i => 240 + (i % Addresses));
        await HoldAsync("ten_addresses", verdict, estate, ([.. ten], seconds), run);
        var isDrained = await taps.DrainAsync();
        await gate.PauseAsync();
        var logged = new FileInfo(Path.Combine(estate.Logs, "gateway.log")).Length / 1e3;
        verdict.Figure("log_kb", logged.ToString("0", CultureInfo.InvariantCulture))
            .Require(logged <= LogLimitKb, "the log grew with every connection").Require(isDrained, "some taps were never answered");
        taps.AddTo(verdict, run.Limit(PageLimitMs));
        gate.AddTo(verdict);
        return verdict;
    }

    private static async Task HoldAsync(
        string name, ScenarioVerdict verdict, BenchEstate estate, (IReadOnlyList<int> Addresses, double Seconds) silence, ScenarioRun run)
    {
        var sockets = new List<Socket>();
        try
        {
            foreach (var (number, address) in silence.Addresses.Index())
                sockets.Add(await OpenAsync(new Uri(estate.Url).Port, address, isHalfSent: number % 2 == 1));
            var (answered, asked, slowest) = (0, 0, 0.0);
            var started = run.Time.GetTimestamp();
            while (run.Time.GetElapsedTime(started).TotalSeconds < silence.Seconds)
                foreach (var path in new[] { "/", "/login", "/healthz", "/metrics" })
                {
                    asked++;
                    // As people ask: what is measured is who waits, not how many can be served.
                    await run.WaitAsync(0.02);
                    if (await AskAsync(estate.Url + path, run) is not { } took)
                        continue;
                    answered++;
                    slowest = Math.Max(slowest, took);
                }
            var held = sockets.Count(IsHeld);
            ScenarioRun.Say($"{name}: {held} of {sockets.Count} silent ones held; {answered}/{asked} pages, the slowest {slowest:0} ms");
            verdict.Figure($"{name}_held", held).Figure("pages", $"{answered}/{asked}")
                .Figure("page_max_ms", slowest.ToString("0", CultureInfo.InvariantCulture))
                .Require(answered == asked, $"{name}: somebody else was shut out")
                .Require(slowest <= run.Limit(PageLimitMs), $"{name}: a page took longer than {PageLimitMs} ms");
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<Socket> OpenAsync(int port, int address, bool isHalfSent)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 2, (byte)address]), 0));
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
        return socket;
    }

    private static bool IsHeld(Socket socket) => socket.Connected && !(socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0);

    /// <summary>As somebody from elsewhere, on a connection of its own.</summary>
    /// <returns>Milliseconds; null without an answer.</returns>
    private static async Task<double?> AskAsync(string url, ScenarioRun run)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { Timeout = TimeSpan.FromSeconds(5) };
        var started = run.Time.GetTimestamp();
        try
        {
            using var answer = await http.GetAsync(new Uri(url), run.Stop);
            return answer.IsSuccessStatusCode ? run.Time.GetElapsedTime(started).TotalMilliseconds : null;
        }
        catch (Exception silence) when (silence is HttpRequestException or TaskCanceledException && !run.Stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 3, 1]), 0));
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
