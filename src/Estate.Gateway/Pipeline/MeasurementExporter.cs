using Estate.Adapters.Influx;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline;

/// <summary>Carries measurements to the time-series server, in order; a batch that could not be settled is offered again.</summary>
internal sealed partial class MeasurementExporter(SeriesTarget series, MeasurementQueue queue, Health health, GatewayClock clock, ILogger<MeasurementExporter> log)
    : BackgroundService
{
    private const int MaxBatch = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (series.Model.Influx is not { } target)
        {
            health.Influx = "not configured: no time series are kept";
            return;
        }
        health.IsInfluxConfigured = true;
        using var writer = new InfluxWriter(series.Surroundings.OpenSeries(target, clock.Time), clock.Time);
        using var timer = new PeriodicTimer(Interval, clock.Time);
        IReadOnlyList<string> lines = [];
        var isCreated = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!isCreated && !await TryCreateAsync(writer, stoppingToken))
                continue;
            if (lines.Count == 0)
                lines = [.. queue.Take(MaxBatch).Select(point => LineProtocol.Line(point, series.Model.Site))];
            lines = await WriteAsync(writer, lines, stoppingToken);
            // A server that lost its database is asked for it again.
            isCreated = lines.Count == 0;
        }
    }

    /// <returns>What is still to be written.</returns>
    private async Task<IReadOnlyList<string>> WriteAsync(InfluxWriter writer, IReadOnlyList<string> lines, CancellationToken stop)
    {
        if (lines.Count == 0)
            return lines;
        var report = await writer.WriteAsync(lines, stop);
        GatewayMetrics.Series.Add(report.Stored, new KeyValuePair<string, object?>("result", "stored"));
        GatewayMetrics.Series.Add(report.Rejected.Count, new KeyValuePair<string, object?>("result", "rejected"));
        foreach (var line in report.Rejected)
            LogBadLine(line);
        Note(report.Problem);
        return report.IsSettled ? [] : lines;
    }

    private async Task<bool> TryCreateAsync(InfluxWriter writer, CancellationToken stop)
    {
        try
        {
            await writer.CreateDatabaseAsync(stop);
            Note(null);
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            Note(failure.Message);
            return false;
        }
    }

    private void Note(string? problem)
    {
        if (problem is not null && health.Influx != problem)
            LogAway(problem);
        health.Influx = problem;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Time series wait, everything else goes on: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The time-series server refuses this line for good: {Line}")]
    private partial void LogBadLine(string line);
}

/// <summary>Whose measurements, and what carries them.</summary>
internal sealed record SeriesTarget(EstateModel Model, Surroundings Surroundings);
