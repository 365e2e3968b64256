using Estate.District.Store;
using NATS.Client.Core;
using Npgsql;

namespace Estate.District.Ingest;

/// <summary>Runs the lanes that are this worker's, and looks each second which they are.</summary>
internal sealed partial class IngestService(
    NpgsqlDataSource source, MessageServers servers, LaneWorker worker, TimeProvider time, ILogger<IngestService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, (CancellationTokenSource Stop, Task Running)> _lanes = [];

    /// <summary>How many lanes run here.</summary>
    internal int Lanes => _lanes.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var leases = new LaneLeases(source);
        using var timer = new PeriodicTimer(Every, time);
        var isReady = false;
        try
        {
            do
                try
                {
                    if (!isReady)
                        await PrepareAsync(stoppingToken);
                    isReady = true;
                    await leases.RenewAsync(stoppingToken);
                    await FollowAsync(leases.Held, stoppingToken);
                }
                catch (Exception failure) when (IsPassing(failure) && !stoppingToken.IsCancellationRequested)
                {
                    LogWaits(failure.Message);
                    await FollowAsync(leases.Held, stoppingToken);
                }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            await FollowAsync(new HashSet<int>(), CancellationToken.None);
        }
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        await Migrations.RunAsync(source, stop);
        await servers.PrepareAsync(stop);
    }

    private static bool IsPassing(Exception failure) =>
        failure is NpgsqlException or NatsException or IOException or TimeoutException or OperationCanceledException;

    private async Task FollowAsync(IReadOnlySet<int> held, CancellationToken stop)
    {
        foreach (var lane in _lanes.Keys.Where(lane => !held.Contains(lane)).ToList())
        {
            _lanes.Remove(lane, out var gone);
            await gone.Stop.CancelAsync();
            await gone.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            gone.Stop.Dispose();
        }
        foreach (var lane in held.Where(lane => !_lanes.ContainsKey(lane)))
        {
            var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _lanes[lane] = (end, worker.RunAsync(lane, end.Token));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing is taken just now, and tried again: {Problem}")]
    private partial void LogWaits(string problem);
}
