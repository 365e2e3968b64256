using System.CommandLine;
using System.Globalization;
using System.Text;
using Estate.Bench.Harness;
using Estate.FirmwareSim;

namespace Estate.Bench.Torture;

/// <summary>
/// A station gone mad, in a process of its own: half of what it says is well-formed (events, each with an id of its own, and readings),
/// half
/// is not.
/// </summary>
internal sealed class Flooder(string name, double perSecond, DeviceClient client, TimeProvider time)
{
    private static readonly string[] Malformed =
    [
        "{\"id\":\"b#\",\"boot\":9,\"seq\":#,\"at\":0,\"clock\":\"unknown\",\"type\":\"tap\",\"data\":{\"card\":7}}",
        "{\"id\":\"m#\",\"boot\":9,\"seq\":#,\"at\":0,\"type\":\"tap\"}",
        "{\"at\":1e999,\"clock\":\"synced\",\"type\":\"fill\",\"data\":{\"category\":\"wet\",\"fill\":#}}",
        "not json, number #",
        "{\"id\":\"t#\",\"boot\":9,\"seq\":#,\"at\":0,\"clock\":\"unknown\",\"type\":\"surprise\",\"data\":{}}",
    ];

    private long _said;

    internal static Command Create()
    {
        var (port, name, password) = (
            new Option<int>("--port") { Required = true }, new Option<string>("--name") { Required = true },
            new Option<string>("--password") { Required = true });
        var (rate, onlyMalformed) = (new Option<double>("--rate") { Required = true }, new Option<bool>("--malformed"));
        var command = new Command("flooder", "Used by 'torture flood'") { port, name, password, rate, onlyMalformed };
        command.Hidden = true;
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new DeviceClient(new DeviceClientOptions
            {
                Host = "127.0.0.1",
                Port = parsed.GetValue(port),
                ClientId = "flooder",
                Credentials = new(parsed.GetRequiredValue(name), parsed.GetRequiredValue(password)),
                SessionExpiry = TimeSpan.Zero,
            }, TimeProvider.System);
            client.Start();
            await new Flooder(
                parsed.GetRequiredValue(name), parsed.GetValue(rate), client,
                TimeProvider.System)
            { IsMalformed = parsed.GetValue(onlyMalformed) }.RunAsync(stop);
        });
        return command;
    }

    /// <summary>With less right to this computer's processors than what is tried: it would be another computer.</summary>
    /// <returns>A process that floods until it is disposed of; it says each second how much the broker took of it.</returns>
    internal static ChildProcess Start(BenchEstate estate, string name, double perSecond, bool isMalformed = false) => new(
        LogOf(estate, name), "nice",
        (string[])["-n", "10", "dotnet", typeof(Flooder).Assembly.Location, "flooder", "--port",
            estate.Port.ToString(CultureInfo.InvariantCulture), "--name", name,
        "--password", estate.Passwords[name], "--rate", perSecond.ToString(CultureInfo.InvariantCulture), .. isMalformed ? ["--malformed"]
        : Array.Empty<string>()]);

    /// <summary>Messages a second that the broker took of it, in the middle of its life.</summary>
    internal static double RateOf(BenchEstate estate, string name)
    {
        // Shared: it may still be written.
        using var log = new StreamReader(new FileStream(LogOf(estate, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var seconds = log.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList();
        return seconds.Skip(1).SkipLast(1).DefaultIfEmpty(0).Average();
    }

    private bool IsMalformed { get; init; }

    private static string LogOf(BenchEstate estate, string name) => Path.Combine(estate.Logs, $"flooder-{name}.log");

    private async Task RunAsync(CancellationToken stop)
    {
        var (started, taken, told) = (time.GetTimestamp(), 0L, 0);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(perSecond > 1000 ? 2 : 20), time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            var elapsed = time.GetElapsedTime(started).TotalSeconds;
            for (var due = (long)(elapsed * perSecond); _said < due; _said++)
                if (client.Current.State == ConnectionState.Ready && Say())
                    taken++;
            if (elapsed < told + 1)
                continue;
            Console.WriteLine((taken - client.Unacknowledged).ToString(CultureInfo.InvariantCulture));
            (taken, told) = (client.Unacknowledged, told + 1);
        }
    }

    private bool Say()
    {
        var number = _said.ToString(CultureInfo.InvariantCulture);
        var (channel, payload) = (IsMalformed, _said % 4) switch
        {
            (false, 0) => ("event", $"{{\"id\":\"f{number}\",\"boot\":9,\"seq\":{number},\"at\":0,\"clock\":\"unknown\",\"age_ms\":0,"
                + $"\"type\":\"tap\",\"data\":{{\"card\":\"NOBODY{number}\"}}}}"),
            (false, 2) => ("telemetry", $"{{\"at\":0,\"clock\":\"unknown\",\"age_ms\":0,\"type\":\"fill\","
                + $"\"data\":{{\"category\":\"wet\",\"fill\":0.{_said % 8 + 1}}}}}"),
            _ => (_said % 3 == 0 ? "telemetry" : "event",
            Malformed[_said / 2 % Malformed.Length].Replace("#", number, StringComparison.Ordinal)),
        };
        return client.Publish($"estate/trial/bins/{name}/{channel}", Encoding.UTF8.GetBytes(payload), qos: channel == "event" ? 1 : 0);
    }
}
