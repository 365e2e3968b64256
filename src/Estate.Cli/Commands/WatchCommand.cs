using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FiniteNumber = Estate.Domain.Devices.FiniteNumber;

namespace Estate.Cli.Commands;

/// <summary>Follows a running gateway: one line per second of what happens, from its own metrics.</summary>
internal static class WatchCommand
{
    private const string Accepted = "estate_events_total{result=\"accepted\"";

    /// <summary>Seconds without an event after which something is probably wrong.</summary>
    private const int QuietFor = 5;

    internal static Command Create()
    {
        var url = CommonOptions.Url();
        var command = new Command("watch", "One line per second of what a running gateway does") { url };
        command.SetAction((parsed, stop) => FollowAsync(CommonOptions.Address(parsed.GetRequiredValue(url)), TimeProvider.System, stop));
        return command;
    }

    private static async Task FollowAsync(Uri url, TimeProvider time, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(2) };
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var (before, quiet) = (new Dictionary<string, double>(), 0);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = await PrintAsync(http, before, time, stop);
                quiet = Sum(now, Accepted) > Sum(before, Accepted) ? 0 : quiet + 1;
                if (quiet > 0 && quiet % QuietFor == 0)
                    await ExplainAsync(http, quiet, stop);
                before = now;
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how one leaves.
        }
    }

    private static async Task<Dictionary<string, double>> PrintAsync(
        HttpClient http, Dictionary<string, double> before, TimeProvider time, CancellationToken stop)
    {
        var clock = time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        try
        {
            var now = Parse(await http.GetStringAsync(new Uri("metrics", UriKind.Relative), stop));
            double Change(string prefix) => Sum(now, prefix) - Sum(before, prefix);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{clock}  events {Change(Accepted)}/s  awarded {Change("estate_answers_total{result=\"awarded\"")}  repeated "
                    + $"{Change("estate_events_total{result=\"duplicate\"")}  refused {Change("estate_rejects_total")}  series "
                    + $"{Change("estate_series_total{result=\"stored\"")}  waiting {Sum(now, "estate_inbox")}  points in all "
                    + $"{Sum(now, "estate_points_issued")}"));
            return now;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            Console.WriteLine($"{clock}  no gateway answers at {http.BaseAddress}");
            return before;
        }
    }

    /// <summary>Nothing comes: what the gateway itself says of it, and where else to look.</summary>
    private static async Task ExplainAsync(HttpClient http, int seconds, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("healthz", UriKind.Relative), stop);
            using var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            var broker = health.RootElement.TryGetProperty("broker", out var said) ? said.ToString() : "unknown";
            Console.WriteLine($"          no event for {seconds} s; broker: {broker}. Are devices, or the simulator, connected to that "
                + "broker, with its port and site of estate.yaml?");
        }
        catch (Exception away) when (
            away is HttpRequestException or JsonException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            Console.WriteLine($"          no event for {seconds} s: see the gateway's log");
        }
    }

    private static double Sum(Dictionary<string, double> metrics, string prefix) =>
        metrics.Where(metric => metric.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(metric => metric.Value);

    private static Dictionary<string, double> Parse(string text) =>
        text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '))
            .Where(parts => parts.Length == 2)
            // A value that does not exist, such as the mean of nothing, is exported as NaN.
            .ToDictionary(parts => parts[0], parts => FiniteNumber.TryParse(parts[1], out var value) ? value : 0);
}
