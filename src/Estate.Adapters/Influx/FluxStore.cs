using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using InfluxDB.Client.Core.Flux.Domain;
using NodaTime;

namespace Estate.Adapters.Influx;

/// <summary>
/// Reads a server of the second generation by Flux and deletes there, through InfluxDB.Client. A whole answer is held in memory:
/// short spans are asked for where there is much, days where there is little. What the points' bucket keeps no longer is read
/// from the half-hour means.
/// </summary>
internal sealed class FluxStore : ISeriesStore
{
    private const int Few = 5_000, Many = 20_000;
    private const int SecondsOfHalfHour = 1_800;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTime Never = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Duration Shortest = Duration.FromMinutes(10), Longest = Duration.FromDays(1);

    private readonly InfluxTarget _target;
    private readonly string _site;
    private readonly TimeProvider _time;
    private readonly GuardedClient _client;

    /// <param name="site">Only this estate's points.</param>
    /// <param name="patience">For each answer; null for a minute.</param>
    public FluxStore(InfluxTarget target, string site, TimeProvider time, TimeSpan? patience = null) =>
        (_target, _site, _time, _client) = (target, site, time, new(target, time, patience ?? Patience));

    public async IAsyncEnumerable<Measurement> ReadAsync(
        SeriesSchema series, Instant from, Instant until, [EnumeratorCancellation] CancellationToken stop)
    {
        // Once: a limit that moved on with each answer would never be passed.
        var (kept, step) = (KeptFrom(), Duration.FromHours(1));
        for (var at = from; at < until;)
        {
            var (bucket, limit) = at < kept ? (_target.MeansDatabase, Instant.Min(kept, until)) : (_target.Database, until);
            var end = Instant.Min(at + step, limit);
            var points = await QueryAsync(FluxText.Points(bucket, _site, series, new(at, end)), row => Point(series, row), stop);
            foreach (var point in points)
                yield return point;
            step = points.Count < Few ? Duration.Min(step * 2, Longest) : points.Count > Many ? Duration.Max(step / 2, Shortest) : step;
            at = end;
        }
    }

    public async Task<IReadOnlyCollection<string>> TagsAsync(CancellationToken stop)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var bucket in Buckets)
            // The server's own begin so; they are no tags.
            names.UnionWith((await QueryAsync(FluxText.TagKeys(bucket), Word, stop)).Where(name => !name.StartsWith('_')));
        return names;
    }

    public async Task ForgetAsync(string tag, CancellationToken stop)
    {
        foreach (var bucket in Buckets)
            foreach (var value in await QueryAsync(FluxText.TagValues(bucket, _site, tag), Word, stop))
                await DeleteAsync(bucket, FluxText.Predicate(_site, tag, value), stop);
    }

    /// <remarks>Points, not means of them.</remarks>
    public async Task DeleteAsync(IReadOnlyCollection<SeriesSchema> measurements, CancellationToken stop)
    {
        foreach (var series in measurements)
            await DeleteAsync(_target.Database, FluxText.Predicate(_site, "_measurement", series.Name), stop);
    }

    public void Dispose() => _client.Dispose();

    private IEnumerable<string> Buckets => _target.MeansDays is null ? [_target.Database] : [_target.Database, _target.MeansDatabase];

    private async Task DeleteAsync(string bucket, string which, CancellationToken stop) => await AskAsync(
        async api =>
        {
            await api.GetDeleteApi().Delete(DateTime.UnixEpoch, Never, which, bucket, _client.Organisation, stop);
            return true;
        },
        stop);

    /// <summary>From when on the points' bucket is asked; before, the means: each half hour comes from one of them.</summary>
    private Instant KeptFrom()
    {
        if (_target is not { KeepDays: { } days, MeansDays: not null })
            return Instant.MinValue;
        var seconds = (Instant.FromDateTimeOffset(_time.GetUtcNow()) - Duration.FromDays(days)).ToUnixTimeSeconds();
        return Instant.FromUnixTimeSeconds(((seconds / SecondsOfHalfHour) + 1) * SecondsOfHalfHour);
    }

    private static string Word(FluxRecord row) => row.GetValue() as string ?? throw new FormatException("a row without a text");

    private static Measurement Point(SeriesSchema series, FluxRecord row)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>(series.Fields.Count);
        foreach (var field in series.Fields)
            if (row.Values.GetValueOrDefault(field) is { } value && NumberOf(value) is var number && double.IsFinite(number))
                fields.Add((field, number));
        var tags = series.Tags.Where(tag => row.Values.GetValueOrDefault(tag) is string { Length: > 0 });
        var at = row.GetTime() ?? throw new FormatException("a row without a time");
        return new(series.Name, at, [.. tags.Select(tag => (tag, (string)row.Values[tag]))], fields.DrainToImmutable());
    }

    private static double NumberOf(object value) => value switch
    {
        double number => number,
        long whole => whole,
        ulong whole => whole,
        _ => double.NaN,
    };

    /// <exception cref="IOException">The server does not answer, refuses, or breaks off.</exception>
    private Task<List<T>> QueryAsync<T>(string flux, Func<FluxRecord, T> read, CancellationToken stop) => AskAsync(
        async api =>
        {
            var (rows, failure) = (new List<T>(), (Exception?)null);
            // A row that cannot be read is the answer's fault, whatever is thrown over it.
            await api.GetQueryApi()
                .QueryAsync(flux, row => rows.Add(read(row)), problem => failure ??= problem, () => { }, _client.Organisation, stop);
            return failure is null ? rows : throw failure;
        },
        stop);

    private async Task<T> AskAsync<T>(Func<InfluxDB.Client.InfluxDBClient, Task<T>> ask, CancellationToken stop)
    {
        try
        {
            return await _client.AskAsync(ask, stop);
        }
        catch (ServerRefusal refusal)
        {
            var answer = refusal.Status == 0 ? "" : $" answered {refusal.Status}";
            throw new IOException($"{_target.Url.Authority}{answer}: {refusal.Message}", refusal);
        }
    }
}
