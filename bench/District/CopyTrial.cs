using System.Globalization;
using Estate.Bench.Ingest;
using Estate.District.Demonstration;
using Estate.District.Store;
using Estate.District.Wire;
using Npgsql;

namespace Estate.Bench.District;

/// <summary>Spans through the position's check into the table, beside psql's COPY of the same rows into the same table.</summary>
internal static class CopyTrial
{
    private const int Rows = 100_000, FactsOfASpan = 500, SpansAtOnce = 20, Rounds = 5;
    private const double MinRatio = 0.8;
    private const string Database = "copied", Epoch = "00112233445566aa";

    internal static async Task<bool> RunAsync(BenchDistrict district, CancellationToken stop)
    {
        PostgresServer.Run(district.Postgres.Tool("createdb", Database));
        await using var source = NpgsqlDataSource.Create(district.Postgres.AddressOf(Database));
        await Migrations.RunAsync(source, stop);
        var facts = Facts(TimeProvider.System);
        var (ours, theirs) = (new List<double>(), new List<double>());
        // The first round makes the months and warms both; it does not count.
        for (var round = 0; round <= Rounds; round++)
        {
            var own = await TakeAsync(source, Name("own", round), facts, stop);
            var copy = await CopyAsync(district, Name("copy", round), facts, stop);
            if (round == 0)
                continue;
            ours.Add(Rows / own);
            theirs.Add(Rows / copy);
            DistrictBench.Say($"round {round}: ingest {ours[^1]:0} rows/s, psql COPY {theirs[^1]:0} rows/s");
        }
        var ratio = DiskProbe.Percentile(ours, 0.5) / DiskProbe.Percentile(theirs, 0.5);
        DistrictBench.Say($"ingest ÷ COPY: {ratio:0.00} (at least {MinRatio}); {DiskProbe.Percentile(ours, 0.5):0} rows/s");
        return ratio >= MinRatio;
    }

    private static string Name(string what, int round) => string.Create(CultureInfo.InvariantCulture, $"{what}-{round}");

    private static List<SpanFact> Facts(TimeProvider time)
    {
        var (estate, facts) = (new PlausibleEstate(7), new List<SpanFact>(Rows));
        for (var minute = (time.GetUtcNow().ToUnixTimeSeconds() / 60) - 1; facts.Count < Rows; minute--)
            facts.AddRange(estate.FactsOf(minute).Reverse());
        facts.Reverse();
        return facts[^Rows..];
    }

    private static async Task<double> TakeAsync(NpgsqlDataSource source, string site, List<SpanFact> facts, CancellationToken stop)
    {
        var (store, journal) = (new FactStore(source, new Partitions(source, TimeProvider.System)), new JournalId(site, Epoch));
        var (spans, last) = (new List<FactSpan>(), 0L);
        foreach (var some in facts.Chunk(FactsOfASpan))
        {
            spans.Add(new(journal, last, some[^1].N, some));
            last = some[^1].N;
        }
        var started = TimeProvider.System.GetTimestamp();
        foreach (var some in spans.Chunk(SpansAtOnce))
            if ((await store.TakeAsync(some, stop)).Any(one => one.Result != SpanResult.Stored))
                throw new IOException("a span was not stored");
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> CopyAsync(BenchDistrict district, string site, List<SpanFact> facts, CancellationToken stop)
    {
        var file = Path.Combine(district.Folder, "rows.tsv");
        await File.WriteAllLinesAsync(file, facts.Select(fact => string.Create(
            CultureInfo.InvariantCulture, $"{site}\t{Epoch}\t{fact.N}\t{fact.At:O}\t{fact.ReceivedAt:O}\t{fact.Device}\t{fact.Slice}\t"
                + $"{fact.Type}\t{fact.Body}")), stop);
        var command = district.Postgres.Tool(
            "psql", "-q", "-d", Database, "-c",
            $@"\copy fact(site, epoch, n, at, received_at, device, slice, type, body) FROM '{file}'");
        var started = TimeProvider.System.GetTimestamp();
        PostgresServer.Run(command);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }
}
