using Estate.Adapters.History;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using NodaTime;
using NodaTime.Text;

namespace Estate.Gateway.Rules;

/// <summary>Plays rules over what this estate has recorded: facts of the journal, measurements of the time-series server.</summary>
internal sealed class RuleBacktests(EstateModel model, RuleSchema schema, EstateReader journal, Rollups rollups, GatewayClock clock)
{
    private const int MaxDays = 400;
    private static readonly Duration Usual = Duration.FromDays(30);

    internal EstateReader Journal => journal;

    internal DateTimeZone Zone => model.Programme.Zone;

    /// <param name="progress">Told once for each day that was played.</param>
    /// <exception cref="IOException">The past cannot be read; says from where and why.</exception>
    public async Task<BacktestReport> RunAsync(
        Rule candidate, Rule? inForce, Interval time, IProgress<LocalDate>? progress, CancellationToken stop)
    {
        var test = new Backtest(candidate, inForce, schema, model.Alerts.Policy, time.Start);
        var problem = await PlayAsync(test, time.End, test.Feed, progress, stop);
        return test.End(time.End) with
        {
            Note = problem is null ? null
            : new Text(
                $"时序数据库没有应答，测量值用的是本机保存的平均值（{problem}）",
                $"measurements are the means this gateway keeps, by the minute for a week: {problem}")
        };
    }

    /// <summary>How a rule stood towards a device at a time, from what had been received by then.</summary>
    /// <exception cref="IOException">The past cannot be read; says from where and why.</exception>
    public async Task<(IReadOnlyList<RuleStanding> Standings, string? Problem)> StandingsAsync(
        Rule rule, DeviceId device, Instant at, CancellationToken stop)
    {
        var needs = new Backtest(rule, null, schema, model.Alerts.Policy, at);
        var replay = new RuleReplay(rule, schema, model.Alerts.Policy, needs.Start, remembersAll: true);
        await PlayAsync(needs, at, replay.Feed, null, stop);
        replay.PassUntil(at);
        return (replay.StandingsOf(device), replay.Problem);
    }

    /// <returns>Why measurements were not those of the time-series server, or null.</returns>
    private async Task<string?> PlayAsync(
        Backtest test, Instant until, Action<PastInput> take, IProgress<LocalDate>? progress, CancellationToken stop)
    {
        using var reader = model.Influx is null ? null : SeriesServers.OpenStore(model.Influx, model.Site, clock.Time);
        var history = new HistoryOrRollups(reader, rollups);
        var sources = test.Series.Select(series =>
            history.ReadAsync(series, test.Start, until, stop).Select(point => new PastInput(null, point, test.SpeakerOf(point))))
            .Append(journal.FactsBetween(test.Facts, test.Start, until).Select(fact => new PastInput(fact, null, fact.Device))
            .ToAsyncEnumerable());
        var day = new LocalDate(1, 1, 1);
        await foreach (var input in MergeAsync([.. sources.Select(source => source.GetAsyncEnumerator(stop))]))
        {
            stop.ThrowIfCancellationRequested();
            // What was received later cannot have moved anything by then.
            if (input.HeardAt < until)
                take(input);
            if (progress is not null && input.HeardAt.InZone(model.Programme.Zone).Date is var now && now != day)
                progress.Report(day = now);
        }
        return test.Series.Count > 0 ? history.Problem : null;
    }

    /// <summary>A time as people write it: days or minutes of the estate's zone, the last thirty days where nothing is said.</summary>
    /// <exception cref="FormatException">Not a time, or an end before the beginning.</exception>
    public Interval TimeOf(string? from, string? until, Instant now)
    {
        var end = until is null ? now : Instant.Min(Parse(until), now);
        var start = from is null ? end - Usual : Parse(from);
        return start >= end ? throw new FormatException($"{from} is not before {until ?? "now"}")
            : (end - start).TotalDays > MaxDays ? throw new FormatException($"at most {MaxDays} days can be played at once")
            : new(start, end);
    }

    /// <exception cref="FormatException">Not a time.</exception>
    public Instant Parse(string text) =>
        Read(text) is var at && at.InUtc().Year is > 2000 and < 3000 ? at
        : throw new FormatException($"'{text}' is no time of this gateway's life");

    private Instant Read(string text)
    {
        foreach (var pattern in new[] { LocalDateTimePattern.GeneralIso,
            LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
            LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd") })
            if (pattern.Parse(text.Trim()) is { Success: true, Value.Year: > 1 and < 9000 } local)
                return local.Value.InZoneLeniently(model.Programme.Zone).ToInstant();
        return InstantPattern.ExtendedIso.Parse(text.Trim()) is { Success: true } instant ? instant.Value
            : throw new FormatException($"'{text}' is no time such as 2026-11-01 or 2026-11-01T18:00");
    }

    /// <summary>The earliest of all sources first.</summary>
    private static async IAsyncEnumerable<PastInput> MergeAsync(List<IAsyncEnumerator<PastInput>> sources)
    {
        try
        {
            for (var i = sources.Count - 1; i >= 0; i--)
                await StepAsync(sources, i);
            while (sources.Count > 0)
            {
                var first = Earliest(sources);
                yield return sources[first].Current;
                await StepAsync(sources, first);
            }
        }
        finally
        {
            foreach (var source in sources)
                await source.DisposeAsync();
        }
    }

    private static int Earliest(List<IAsyncEnumerator<PastInput>> sources)
    {
        var first = 0;
        for (var i = 1; i < sources.Count; i++)
            if (sources[i].Current.HeardAt < sources[first].Current.HeardAt)
                first = i;
        return first;
    }

    private static async Task StepAsync(List<IAsyncEnumerator<PastInput>> sources, int index)
    {
        if (await sources[index].MoveNextAsync())
            return;
        await sources[index].DisposeAsync();
        sources.RemoveAt(index);
    }
}
