using System.Data.Common;
using Estate.Adapters.District;

namespace Estate.Gateway.Pipeline.Uplink;

/// <summary>
/// Carries facts to the district, by a cursor over the committed journal. Nothing waits for it: without a network the estate goes on, and
/// after weeks all follows in order, as fast as is allowed.
/// </summary>
internal sealed partial class UplinkService(
    UplinkSources sources, ProposalIntake proposals, Health health, GatewayClock clock, ILogger<UplinkService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Seldom, for the flash's sake: what is sent twice changes nothing.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);

    /// <summary>Up to which fact the district has all, as it said.</summary>
    internal long Confirmed { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (sources.Target is not { } target)
            return;
        using var timer = new PeriodicTimer(Interval, clock.Time);
        do
        {
            try
            {
                await RunAsync(target, timer, stoppingToken);
            }
            catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
            {
                // A database that is busy or damaged just now must not end it: opened again a second later.
                Show(failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(DistrictTarget target, PeriodicTimer timer, CancellationToken stop)
    {
        await using var link = new DistrictLink(target);
        using var journal = sources.OpenJournal();
        var (epoch, place) = (sources.OpenEpoch(), new JournalPlace(journal, DistrictTarget.Cursor));
        place.Start();
        if (!epoch.TryOpen(journal.Head))
            BeginJournal(place, epoch, journal.Head);
        var pump = new UplinkPump(journal, place, target, clock.Time);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var heard = Task.WhenAll(
            link.ListenAsync(pump.Hear, clock.Time, listening.Token), proposals.RunAsync(target, link, listening.Token));
        try
        {
            await SendAsync((link, pump, epoch), timer, () => Save(place, epoch, journal.Head), stop);
            BeginJournal(place, epoch, journal.Head);
        }
        finally
        {
            await listening.CancelAsync();
            await heard.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Save(place, epoch, journal.Head);
        }
    }

    /// <summary>Until the district has more of the journal than there is here: this one went back to an earlier day.</summary>
    private async Task SendAsync(
        (DistrictLink Link, UplinkPump Pump, JournalEpoch Epoch) to, PeriodicTimer timer, Action save, CancellationToken stop)
    {
        var saved = clock.Time.GetTimestamp();
        do
        {
            Show(await to.Pump.TurnAsync(to.Epoch.Name, to.Link.PublishAsync, stop));
            Confirmed = to.Pump.Confirmed;
            if (to.Pump.IsAnotherJournal)
                return;
            if (clock.Time.GetElapsedTime(saved) < SaveEvery)
                continue;
            saved = clock.Time.GetTimestamp();
            save();
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    /// <summary>The cursor first: a name without it would leave facts out.</summary>
    private void BeginJournal(JournalPlace place, JournalEpoch epoch, long head)
    {
        place.Done = 0;
        place.Save();
        epoch.Begin(head);
        LogNewEpoch(epoch.Name);
    }

    private void Save(JournalPlace place, JournalEpoch epoch, long head)
    {
        try
        {
            place.Save();
            epoch.Save(head);
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException)
        {
            // More than needed is sent after a restart, which changes nothing.
            Show(failure.Message);
        }
    }

    private void Show(string? problem)
    {
        if (problem is not null && health.District is null)
            LogAway(problem);
        health.District = problem;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Facts for the district wait, everything else goes on: {Problem}")]
    private partial void LogAway(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "This journal is new to the district, and called {Epoch} there")]
    private partial void LogNewEpoch(string epoch);
}
