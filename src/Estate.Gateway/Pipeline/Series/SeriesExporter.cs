using System.Data.Common;
using Estate.Adapters.Influx;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline.Series;

/// <summary>
/// Carries time series to their server: facts by a cursor over the committed journal, measurements through memory, and over
/// the disk while the server is away. Each second news first, then what is older as fast as is allowed (decision 20).
/// </summary>
internal sealed partial class SeriesExporter(
    SeriesSources sources, Health health, GatewayMetrics metrics, GatewayClock clock, ILogger<SeriesExporter> log) : BackgroundService
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
    private bool _isAway;
    private string? _notKept;
    private string? _notReady;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sources.Model.Influx is not { } target)
        {
            health.Series = SeriesStatusText.NotConfigured;
            return;
        }
        using var writer = sources.OpenServer(target);
        using var timer = new PeriodicTimer(Interval, clock.Time);
        try
        {
            do
                await RunAsync(timer, writer, target, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            Keep(everything: true);
        }
    }

    /// <summary>
    /// A database that is busy or damaged just now must not end the gateway: it is reported, and opened again a second later.
    /// </summary>
    private async Task RunAsync(PeriodicTimer timer, InfluxWriter writer, InfluxTarget target, CancellationToken stop)
    {
        try
        {
            using var journal = sources.OpenJournal(target);
            var lane = new JournalCursor(journal, sources.Tail, target.Server);
            lane.Start();
            var drain = new BacklogSender(writer, lane, sources.Buffer.Spill, sources.Model.Series.BacklogPerS, clock.Time);
            await SendAsync(timer, (writer, lane, drain), new SeriesStatusText(sources, lane, drain, clock), stop);
        }
        catch (Exception failure) when (IsPassing(failure))
        {
            Show(Trouble(failure));
            Keep(everything: false);
        }
    }

    private async Task SendAsync(
        PeriodicTimer timer, (InfluxWriter Writer, JournalCursor Lane, BacklogSender Drain) to, SeriesStatusText outlook,
        CancellationToken stop)
    {
        var (isCreated, saved) = (false, clock.Time.GetTimestamp());
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var (report, shown) = await TurnAsync(to, isCreated, outlook, stop);
                isCreated = report.IsSettled;
                Refused(report.Rejected);
                Show(shown);
                if (clock.Time.GetElapsedTime(saved) <= SaveEvery && isCreated)
                    continue;
                saved = clock.Time.GetTimestamp();
                Keep(everything: false);
                SaveCursor(to.Lane);
            }
        }
        finally
        {
            SaveCursor(to.Lane);
        }
    }

    private void Show(SeriesHealth shown)
    {
        if (shown.Problem is { } problem && !_isAway)
            LogAway(problem.En);
        _isAway = shown.Problem is not null;
        health.Series = shown;
    }

    private static bool IsPassing(Exception failure) => failure is DbException or IOException or UnauthorizedAccessException;

    private static SeriesHealth Trouble(Exception failure) => new(Domain.Devices.Text.Same(failure.Message));

    /// <summary>A journal or a spill file that cannot be read must not end the gateway: it is reported, and tried again.</summary>
    private async Task<(WriteReport Report, SeriesHealth Shown)> TurnAsync(
        (InfluxWriter Writer, JournalCursor Lane, BacklogSender Drain) to, bool isCreated, SeriesStatusText outlook, CancellationToken stop)
    {
        try
        {
            var began = clock.Time.GetTimestamp();
            // A server that lost its database is asked for it again.
            var report = isCreated ? new(0, [], null) : await TryPrepareAsync(to.Writer, stop);
            if (report.IsSettled)
                report = await NewsAsync(to.Writer, to.Lane, stop);
            if (report.IsSettled)
                Stored(report = await to.Drain.RunAsync(began, ForBacklog, stop));
            return (report, outlook.After(report));
        }
        catch (Exception failure) when (IsPassing(failure))
        {
            return (new(0, [], failure.Message), Trouble(failure));
        }
    }

    private async Task<WriteReport> NewsAsync(InfluxWriter writer, JournalCursor lane, CancellationToken stop)
    {
        if (_taken.Count == 0)
            _taken = sources.Buffer.Dequeue(MaxBatch);
        var (facts, last) = lane.News(MaxBatch);
        var report = await writer.WriteAsync(_taken.Count == 0 ? facts : [.. facts, .. _taken], stop);
        Stored(report);
        if (!report.IsSettled)
            return report;
        _taken = [];
        lane.HasNews(last);
        Refused(report.Rejected);
        return report with { Rejected = [] };
    }

    /// <summary>A refusal is logged once; whether it matters, the first write shows.</summary>
    private async Task<WriteReport> TryPrepareAsync(InfluxWriter writer, CancellationToken stop)
    {
        try
        {
            var refused = await writer.PrepareAsync(stop);
            if (refused is not null && refused != _notReady)
                LogNotReady(refused);
            _notReady = refused;
            return new(0, [], null);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return new(0, [], failure.Message);
        }
    }

    /// <summary>What waits in memory goes to the disk where it is much, and at the end.</summary>
    private void Keep(bool everything)
    {
        try
        {
            while (_taken.Count > 0 || sources.Buffer.Count > 0)
            {
                if (!everything && _taken.Count + sources.Buffer.Count <= HeldInMemory)
                    break;
                if (_taken.Count == 0)
                    _taken = sources.Buffer.Dequeue(MaxBatch);
                sources.Buffer.Spill.Add(_taken);
                (_taken, _notKept) = ([], null);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotKept(failure.Message);
        }
    }

    private void SaveCursor(JournalCursor lane)
    {
        try
        {
            lane.Save();
        }
        catch (Exception failure) when (failure is IOException or DbException)
        {
            NotKept(failure.Message);
        }
    }

    /// <summary>It is tried again each second, and said once.</summary>
    private void NotKept(string problem)
    {
        if (problem != _notKept)
            LogNotKept(_notKept = problem);
    }

    private void Stored(WriteReport report) => metrics.Series.Add(report.Stored, new KeyValuePair<string, object?>("result", "stored"));

    private void Refused(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        metrics.Series.Add(lines.Count, new KeyValuePair<string, object?>("result", "rejected"));
        LogBadLines(lines.Count, lines[0]);
        try
        {
            sources.Buffer.Spill.Refuse(lines);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotKept(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Time series wait, everything else goes on: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The time-series server could not be made ready as estate.yaml says, lines go there all the same: {Problem}")]
    private partial void LogNotReady(string problem);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The time-series server refuses {Count} lines for good; they are in series/refused.txt. The first: {Line}")]
    private partial void LogBadLines(int count, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What waits for the time-series server could not be written to the disk: {Problem}")]
    private partial void LogNotKept(string problem);
}
