using Estate.Adapters.District;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Leaving;
using Estate.Bench.Ingest;
using Estate.District.Ingest;
using Estate.District.Keys;
using Estate.Gateway;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Uplink;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NodaTime;

namespace Estate.Bench.District;

/// <summary>
/// Spans to three message servers by the uplink's own link, prepared and out of a journal, beside the same bytes by the same client alone;
/// one after the other all of them. Nobody takes them meanwhile.
/// </summary>
internal static class PublishTrial
{
    internal const string Site = "publisher";
    private const int Facts = 100_000, Rounds = 3;
    private const double MinRatio = 0.7;

    internal static async Task<bool> RunAsync(BenchDistrict district, CancellationToken stop)
    {
        var target = new DistrictTarget(
            district.Nats, Site, File.ReadAllText(KeysCommand.SeedFile(district.Keys, Site)).Trim(), null, int.MaxValue);
        using var estate = new JournaledEstate(district.Folder, target);
        estate.CommitMonth(Facts, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        foreach (var worker in district.Workers)
            worker.Process.Pause(still: true);
        var (uplinks, raws, links) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (spans, uplink) = await UplinkAsync(target, estate.Database, stop);
            var link = await LinkAsync(target, spans, stop);
            var raw = await RawAsync(district, [.. spans.Select(span => span.Write())], stop);
            await new NatsJSContext(district.Messages.Connection).PurgeStreamAsync(MessageServers.Stream, new StreamPurgeRequest(), stop);
            if (round == 0)
                continue;
            uplinks.Add(spans.Count / uplink);
            links.Add(spans.Count / link);
            raws.Add(spans.Count / raw);
            DistrictBench.Say($"round {round}: {spans.Count} messages of {spans.Average(span => span.Write().Length) / 1e3:0.0} kB: "
                + $"from the journal {uplinks[^1]:0}/s, prepared spans {links[^1]:0}/s, bare {raws[^1]:0}/s");
        }
        var ratio = DiskProbe.Percentile(links, 0.5) / DiskProbe.Percentile(raws, 0.5);
        DistrictBench.Say($"publishing ÷ bare: {ratio:0.00} (at least {MinRatio})");
        DistrictBench.Say($"read from the journal and published ÷ bare: "
            + $"{DiskProbe.Percentile(uplinks, 0.5) / DiskProbe.Percentile(raws, 0.5):0.00}; "
            + $"{DiskProbe.Percentile(uplinks, 0.5) * Facts / Math.Ceiling(Facts / 500.0):0} facts of the journal a second");
        return ratio >= MinRatio;
    }

    /// <summary>Each message as soon as the one before is stored, and confirmed at once.</summary>
    private static async Task<(List<FactSpan> Spans, double Seconds)> UplinkAsync(
        DistrictTarget target, string file, CancellationToken stop)
    {
        var (time, database, spans) = (TimeProvider.System, new EstateDatabase(file), new List<FactSpan>());
        using var journal = new LeavingFacts(database, new EstateReader(database, DeviceKinds.WithoutCards(DateTimeZone.Utc)));
        var (head, epoch) = (journal.Head, NewEpoch());
        var pump = new UplinkPump(journal, new JournalPlace(journal, "bench"), target, time);
        await using var link = await ConnectedAsync(target, stop);
        var started = time.GetTimestamp();
        while (pump.Sent < head)
            if (await pump.TurnAsync(epoch, PublishAsync, stop) is { } problem)
                throw new IOException(problem);
        return (spans, time.GetElapsedTime(started).TotalSeconds);

        async Task<string?> PublishAsync(FactSpan span, string round, CancellationToken end)
        {
            var problem = await link.PublishAsync(span, round, end);
            if (problem is null && span.Last > span.After)
            {
                spans.Add(span);
                pump.Hear(new(epoch, span.Last, Again: false));
            }
            return problem;
        }
    }

    private static async Task<double> LinkAsync(DistrictTarget target, List<FactSpan> spans, CancellationToken stop)
    {
        var epoch = NewEpoch();
        await using var link = await ConnectedAsync(target, stop);
        var started = TimeProvider.System.GetTimestamp();
        foreach (var span in spans)
            if (await link.PublishAsync(span with { Epoch = epoch }, "", stop) is { } problem)
                throw new IOException(problem);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> RawAsync(BenchDistrict district, List<byte[]> messages, CancellationToken stop)
    {
        var stream = new NatsJSContext(district.Messages.Connection);
        await stream.PublishAsync("district.facts.0.bare", messages[0], cancellationToken: stop);
        var started = TimeProvider.System.GetTimestamp();
        foreach (var message in messages)
            (await stream.PublishAsync("district.facts.0.bare", message, cancellationToken: stop)).EnsureSuccess();
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>What a connection costs is nobody's speed.</summary>
    private static async Task<DistrictLink> ConnectedAsync(DistrictTarget target, CancellationToken stop)
    {
        var link = new DistrictLink(target);
        while (await link.PublishAsync(new(Site, NewEpoch(), 0, 0, []), "", stop) is not null)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop);
        return link;
    }

    private static string NewEpoch() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
}
