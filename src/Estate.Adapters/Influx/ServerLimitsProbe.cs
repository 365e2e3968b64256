using System.Text.Json;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Influx;

/// <summary>Asks a time-series server what it does not keep, and whether it counts a repeated line once; changes nothing.</summary>
public static partial class ServerLimitsProbe
{
    private const int SecondsOfADay = 86_400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>VictoriaMetrics' own, where no flag says otherwise: its month, and how far ahead a time may lie.</summary>
    private static readonly Duration Month = Duration.FromDays(31), AheadOfNow = Duration.FromDays(2);

    /// <exception cref="IOException">The server does not answer, or refuses; says which and why.</exception>
    public static async Task<ServerLimits> AskAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop) =>
        target.Dialect switch
        {
            InfluxDialect.V1 => new(await PolicyAsync(target, handler, stop), null, RepeatCount.Once),
            InfluxDialect.V2 => new(await BucketAsync(target, handler, stop), null, RepeatCount.Once),
            InfluxDialect.VictoriaMetrics => Flags(await GetAsync(target, handler, "metrics", stop)),
            _ => ServerLimits.None,
        };

    private static ServerLimits Flags(string metrics)
    {
        var flags = Flag().Matches(metrics).ToDictionary(one => one.Groups[1].Value, one => one.Groups[2].Value);
        return new(
            DurationOf(flags.GetValueOrDefault("retentionPeriod"), Month) ?? Month,
            DurationOf(flags.GetValueOrDefault("futureRetention"), Month) ?? AheadOfNow,
            !flags.TryGetValue("dedup.minScrapeInterval", out var interval) ? RepeatCount.Unknown
            // A longer one would drop facts of the milliseconds around.
            : DurationOf(interval, Month) == Duration.FromMilliseconds(1) ? RepeatCount.Once : RepeatCount.Twice);
    }

    private static async Task<Duration?> PolicyAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop)
    {
        var question = Uri.EscapeDataString($"SHOW RETENTION POLICIES ON \"{target.Database}\"");
        var body = await GetAsync(target, handler, "query?q=" + question, stop);
        try
        {
            using var answer = JsonDocument.Parse(body);
            var rows = answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values").EnumerateArray();
            // name, duration, shard, replicas, whether it is the one that lines without a policy go to
            var policy = rows.First(row => row[4].GetBoolean());
            return DurationOf(policy[1].GetString(), Month) is { } kept && kept > Duration.Zero ? kept : null;
        }
        catch (Exception other) when (
            other is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new IOException($"{target.Url.Authority} does not say how long {target.Database} keeps: {body}", other);
        }
    }

    private static async Task<Duration?> BucketAsync(InfluxTarget target, HttpMessageHandler handler, CancellationToken stop)
    {
        using var client = new GuardedClient(target, TimeProvider.System, Patience, handler);
        try
        {
            var bucket = await ServerSetup.FindBucketAsync(client, target.Database, stop);
            return bucket?.RetentionRules?.FirstOrDefault()?.EverySeconds is { } seconds and > 0 ? Duration.FromSeconds(seconds) : null;
        }
        catch (ServerRefusal refusal)
        {
            throw new IOException($"{target.Url.Authority}: {refusal.Message}", refusal);
        }
    }

    private static async Task<string> GetAsync(InfluxTarget target, HttpMessageHandler handler, string path, CancellationToken stop)
    {
        var answer = await ServerAnswer.AskAsync(target, handler, path, stop);
        return answer.IsSuccess ? answer.Body : throw new IOException($"{target.Url.Authority} answered {(int)answer.Status} to {path}");
    }

    /// <summary>As Go and VictoriaMetrics write it: <c>720h0m0s</c>, <c>1ms</c>, <c>10y</c>; a number alone is so many months.</summary>
    private static Duration? DurationOf(string? text, Duration month)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (FiniteNumber.TryParse(text, out var months))
            return month * months;
        var sum = Duration.Zero;
        foreach (Match part in Part().Matches(text))
            if (FiniteNumber.TryParse(part.Groups[1].ValueSpan, out var number))
                sum += Duration.FromMilliseconds(number * MillisecondsOf(part.Groups[2].Value));
        return sum;
    }

    private static double MillisecondsOf(string unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => SecondsOfADay * 1_000.0,
        "w" => 7 * SecondsOfADay * 1_000.0,
        _ => 365 * SecondsOfADay * 1_000.0,
    };

    [GeneratedRegex("^flag\\{name=\"([^\"]+)\", ?value=\"([^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex Flag();

    [GeneratedRegex("([0-9.]+)(ms|s|m|h|d|w|y)")]
    private static partial Regex Part();
}
