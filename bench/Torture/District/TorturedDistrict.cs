using Estate.Bench.District;
using Estate.District.Ingest;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Estate.Bench.Torture.District;

/// <summary>A district under load, what can be killed of it, and how far it is.</summary>
internal sealed class TorturedDistrict : IAsyncDisposable
{
    private const int Crowd = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private TorturedDistrict(BenchDistrict district, SmallDisk? disk, ScenarioRun run)
    {
        (District, Disk, Run) = (district, disk, run);
        Look = new(district.Postgres.Address);
        Gateways = new(district);
    }

    internal BenchDistrict District { get; }

    internal TorturedGateways Gateways { get; }

    internal DistrictLook Look { get; }

    internal ScenarioRun Run { get; }

    /// <summary>What the last message server keeps its store on; null where it could not be mounted.</summary>
    internal SmallDisk? Disk { get; }

    /// <summary>A thousand more estates, once they are there.</summary>
    internal TorturedCrowd? Estates { get; private set; }

    internal static async Task<TorturedDistrict> StartAsync(ScenarioRun run)
    {
        SmallDisk? disk = null;
        var district = await BenchDistrict.StartAsync(
            Path.Combine(run.Folder, "district"), Crowd, TorturedGateways.Sites, run.Time, nodes =>
            {
                disk = Environment.IsPrivilegedProcess
                    ? SmallDisk.TryMount(Path.GetFullPath(Path.Combine(run.Folder, "small")), "256m") : null;
                if (disk is not null)
                    nodes[^1].Store = Path.Combine(disk.Folder, nodes[^1].Name);
            });
        return new(district, disk, run);
    }

    internal void ComeAThousand() => Estates = new(District, Crowd, Run.Time);

    /// <summary>All facts that are stored, by their numbers; null while the database is away.</summary>
    internal async Task<long?> ProgressAsync() => (await Look.PositionsAsync())?.Values.Sum();

    /// <summary>Seconds until something is stored again; null where that takes too long.</summary>
    internal async Task<double?> AnyAsync(long before) => await UntilAsync(positions => positions.Values.Sum() > before);

    /// <summary>Seconds until there is news of every estate that is connected; null where that takes too long.</summary>
    internal async Task<double?> AllAsync()
    {
        IReadOnlyDictionary<string, long>? before = null;
        return await UntilAsync(positions =>
        {
            before ??= positions;
            return Gateways.Online.All(site => positions.GetValueOrDefault(site) > before.GetValueOrDefault(site));
        });
    }

    /// <summary>Seconds until all that the estates have is stored; to be asked when nothing happens there.</summary>
    internal async Task<double?> DrainAsync(IReadOnlyList<string> sites)
    {
        var heads = sites.ToDictionary(site => site, Gateways.HeadOf);
        return await UntilAsync(positions => heads.All(head => positions.GetValueOrDefault(head.Key) >= head.Value));
    }

    /// <summary>The message server that leads the stream; none is known while it has no leader.</summary>
    internal async Task<ClusterNode?> LeaderAsync()
    {
        try
        {
            var stream = await new NatsJSContext(District.Messages.Connection)
                .GetStreamAsync(MessageServers.Stream, cancellationToken: Run.Stop);
            return District.Servers.FirstOrDefault(node => node.Name == stream.Info.Cluster?.Leader);
        }
        catch (NatsException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Gateways.Dispose();
        Estates?.Dispose();
        await Look.DisposeAsync();
        await District.DisposeAsync();
        Disk?.Dispose();
    }

    private async Task<double?> UntilAsync(Func<IReadOnlyDictionary<string, long>, bool> isReached)
    {
        var started = Run.Time.GetTimestamp();
        for (; Run.Time.GetElapsedTime(started) < Patience; await Run.WaitAsync(0.1))
            if (await Look.PositionsAsync() is { } positions && isReached(positions))
                return Run.Time.GetElapsedTime(started).TotalSeconds;
        return null;
    }
}
