using System.Data.Common;
using Estate.Adapters.Influx;
using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Carries time series to their server: facts by a cursor over the committed journal, measurements through memory, and over
/// the disk while the server is away. Each second news first, then what is older as fast as is allowed (decision 20).
/// </summary>
internal sealed partial class SeriesExporter(SeriesSources sources, Health health, GatewayClock clock, ILogger<SeriesExporter> log) : BackgroundService
{
    private const int MaxBatch = 5_000;

    /// <summary>So many measurements may wait in memory before the disk is used.</summary>
    private const int HeldInMemory = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What is older may use so much of a second; the rest is for news.</summary>
    private static readonly TimeSpan ForBacklog = TimeSpan.FromMilliseconds(800);

    /// <summary>Seldom, for the flash's sake: what is sent twice changes nothing.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);

    private IReadOnlyList<string> _taken = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sources.Model.Influx is not { } target)
        {
            health.Series = SeriesOutlook.NotConfigured;
            return;
        }
        using var writer = new InfluxWriter(sources.Surroundings.OpenSeries(target, clock.Time), clock.Time);
        using var journal = new FactLines(sources.Database, sources.Reader, sources.Model.Site);
        var lane = new JournalLane(journal, target.Server);
        lane.Start();
        var drain = new BacklogDrain(writer, lane, sources.Buffer.Spill, sources.Model.Series.BacklogPerS, clock.Time);
        var outlook = new SeriesOutlook(sources, lane, drain, clock);
        using var timer = new PeriodicTimer(Interval, clock.Time);
        try
        {
            await SendAsync(timer, (writer, lane, drain), outlook, stoppingToken);
        }
        finally
        {
            Keep(lane, everything: true);
        }
    }

    private async Task SendAsync(PeriodicTimer timer, (InfluxWriter Writer, JournalLane Lane, BacklogDrain Drain) to, SeriesOutlook outlook, CancellationToken stop)
    {
        var (isCreated, saved) = (false, clock.Time.GetTimestamp());
        while (await timer.WaitForNextTickAsync(stop))
        {
            var (report, shown) = await TurnAsync(to, isCreated, outlook, stop);
            isCreated = report.IsSettled;
            Refused(report.Rejected);
            if (shown.Problem is { } problem && health.Series.Problem is null)
                LogAway(problem.En);
            health.Series = shown;
            if (clock.Time.GetElapsedTime(saved) > SaveEvery || !isCreated)
            {
                saved = clock.Time.GetTimestamp();
                Keep(to.Lane, everything: false);
            }
        }
    }

    /// <summary>A journal or a spill file that cannot be read must not end the gateway: it is told, and tried again.</summary>
    private async Task<(WriteReport Report, SeriesHealth Shown)> TurnAsync((InfluxWriter Writer, JournalLane Lane, BacklogDrain Drain) to, bool isCreated, SeriesOutlook outlook, CancellationToken stop)
    {
        try
        {
            var began = clock.Time.GetTimestamp();
            // A server that lost its database is asked for it again.
            var report = isCreated ? new(0, [], null) : await TryCreateAsync(to.Writer, stop);
            if (report.IsSettled)
                report = await NewsAsync(to.Writer, to.Lane, stop);
            if (report.IsSettled)
                report = await to.Drain.RunAsync(began, ForBacklog, stop);
            return (report, outlook.After(report));
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            return (new(0, [], failure.Message), new(Domain.Devices.Text.Same(failure.Message)));
        }
    }

    private async Task<WriteReport> NewsAsync(InfluxWriter writer, JournalLane lane, CancellationToken stop)
    {
        if (_taken.Count == 0)
            _taken = sources.Buffer.Take(MaxBatch);
        var (facts, last) = lane.News(MaxBatch);
        var report = await writer.WriteAsync([.. facts, .. _taken], stop);
        GatewayMetrics.Series.Add(report.Stored, new KeyValuePair<string, object?>("result", "stored"));
        if (!report.IsSettled)
            return report;
        _taken = [];
        lane.HasNews(last);
        Refused(report.Rejected);
        return report with { Rejected = [] };
    }

    private static async Task<WriteReport> TryCreateAsync(InfluxWriter writer, CancellationToken stop)
    {
        try
        {
            await writer.CreateDatabaseAsync(stop);
            return new(0, [], null);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return new(0, [], failure.Message);
        }
    }

    /// <summary>What waits in memory goes to the disk where it is much, and at the end; the cursor is written.</summary>
    private void Keep(JournalLane lane, bool everything)
    {
        try
        {
            while (_taken.Count > 0 || sources.Buffer.Count > 0)
            {
                if (!everything && _taken.Count + sources.Buffer.Count <= HeldInMemory)
                    break;
                if (_taken.Count == 0)
                    _taken = sources.Buffer.Take(MaxBatch);
                sources.Buffer.Spill.Add(_taken);
                _taken = [];
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(failure.Message);
        }
        SaveCursor(lane);
    }

    private void SaveCursor(JournalLane lane)
    {
        try
        {
            lane.Save();
        }
        catch (Exception failure) when (failure is IOException or DbException)
        {
            LogNotKept(failure.Message);
        }
    }

    private void Refused(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        GatewayMetrics.Series.Add(lines.Count, new KeyValuePair<string, object?>("result", "rejected"));
        LogBadLines(lines.Count, lines[0]);
        try
        {
            sources.Buffer.Spill.Refuse(lines);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Time series wait, everything else goes on: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The time-series server refuses {Count} lines for good; they are in series/refused.txt. The first: {Line}")]
    private partial void LogBadLines(int count, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits for the time-series server could not be written to the disk: {Problem}")]
    private partial void LogNotKept(string problem);
}

/// <summary>Where time series come from.</summary>
internal sealed record SeriesSources(EstateModel Model, EstateDatabase Database, EstateReader Reader, TelemetryBuffer Buffer, Surroundings Surroundings);
