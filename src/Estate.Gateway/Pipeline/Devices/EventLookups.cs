using System.Threading.Channels;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Asks the store about events whose id may have been used, in their order, away from the loop. What does not fit is dropped
/// and counted; its device brings it again. After a start it reads all ids there are, so that few have to be asked about.
/// </summary>
internal sealed partial class EventLookups : BackgroundService
{
    private const int MaxWaiting = 20_000, EventsAtATime = 200, IdsAtATime = 20_000;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Channel<ReceivedEvent> _waiting = Channel.CreateBounded<ReceivedEvent>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly LoopInbox _inbox;
    private readonly EstateSteps _steps;
    private readonly EstateReader _reader;
    private readonly GatewayClock _clock;
    private readonly ILogger<EventLookups> _log;

    public EventLookups(LoopInbox inbox, EstateSteps steps, EstateReader reader, GatewayClock clock, ILogger<EventLookups> log) =>
        (_inbox, _steps, _reader, _clock, _log) = (inbox, steps, reader, clock, log);

    /// <returns>False where it does not fit; what is taken is given back to the loop, in order.</returns>
    internal bool Ask(ReceivedEvent heard)
    {
        if (_waiting.Writer.TryWrite(heard))
            return true;
        _inbox.Metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "lookup"));
        return false;
    }

    /// <summary>An error of either ends both, and is seen.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var (reading, answering) = (Task.Run(() => ReadAllAsync(stoppingToken), stoppingToken), AnswerAsync(stoppingToken));
        if (await Task.WhenAny(reading, answering) == reading)
            await reading;
        await answering;
    }

    private async Task AnswerAsync(CancellationToken stop)
    {
        var some = new List<ReceivedEvent>();
        while (await _waiting.Reader.WaitToReadAsync(stop))
        {
            for (some.Clear(); some.Count < EventsAtATime && _waiting.Reader.TryRead(out var heard);)
                some.Add(heard);
            // The loop waits for each: what comes behind it from the same device does.
            foreach (var looked in Find(some))
                await _inbox.WriteAsync(looked, stop);
        }
    }

    private IEnumerable<LookupResult> Find(List<ReceivedEvent> some)
    {
        try
        {
            return some.Zip(_reader.FindEvents([.. some.Select(heard => (heard.Event.Device, heard.Event.Header.Id))]), (heard, known) =>
                new LookupResult(heard, known));
        }
        catch (IOException failure)
        {
            _inbox.Metrics.Dropped.Add(some.Count, new KeyValuePair<string, object?>("queue", "lookup"));
            LogFailed(failure.Message);
            return some.Select(heard => new LookupResult(heard, null) { IsAnswered = false });
        }
    }

    /// <summary>Until it has them all, every event is asked about: slower, and as right.</summary>
    private async Task ReadAllAsync(CancellationToken stop)
    {
        (string Device, string Id) last = ("", "");
        while (!stop.IsCancellationRequested)
            try
            {
                var ids = _reader.EventIds(last, IdsAtATime);
                foreach (var (device, id) in ids)
                    if (DeviceId.TryParse(device, out var speaker))
                        _steps.Deduplicator.Used.Add(speaker, id);
                if (ids.Count < IdsAtATime)
                    break;
                last = ids[^1];
            }
            catch (IOException busy)
            {
                LogFailed(busy.Message);
                await Task.Delay(Again, _clock.Time, stop);
            }
        _steps.Deduplicator.Used.Complete();
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "The store could not be asked about events ({Problem}); their devices bring them again.")]
    private partial void LogFailed(string problem);
}
