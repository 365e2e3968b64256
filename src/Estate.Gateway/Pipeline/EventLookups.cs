using System.Collections.Concurrent;
using System.Threading.Channels;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Observability;

namespace Estate.Gateway.Pipeline;

/// <summary>
/// Asks the store about old events, one after the other and each once, away from the loop. What does not fit is dropped
/// and counted; its device brings it again.
/// </summary>
internal sealed partial class EventLookups : BackgroundService
{
    private const int MaxWaiting = 2_000;

    private readonly Channel<HeardEvent> _waiting = Channel.CreateBounded<HeardEvent>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<(DeviceId Device, string Id), byte> _underWay = new();
    private readonly EstateLoop _loop;
    private readonly EstateReader _reader;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger<EventLookups> _log;

    public EventLookups(EstateLoop loop, EstateReader reader, GatewayMetrics metrics, ILogger<EventLookups> log)
    {
        (_loop, _reader, _metrics, _log) = (loop, reader, metrics, log);
        loop.LookUp = Ask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await foreach (var heard in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            var (device, id) = (heard.Event.Device, heard.Event.Header.Id);
            _underWay.TryRemove((device, id), out _);
            try
            {
                _loop.Offer(new LookedUp(heard, _reader.FindEvent(device, id)));
            }
            catch (IOException failure)
            {
                _metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "lookup"));
                LogFailed(failure.Message);
            }
        }
    }

    private bool Ask(HeardEvent heard)
    {
        var key = (heard.Event.Device, heard.Event.Header.Id);
        if (!_underWay.TryAdd(key, 0))
            return true;
        if (_waiting.Writer.TryWrite(heard))
            return true;
        _underWay.TryRemove(key, out _);
        _metrics.Dropped.Add(1, new KeyValuePair<string, object?>("queue", "lookup"));
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store could not be asked about an event ({Problem}); its device brings it again.")]
    private partial void LogFailed(string problem);
}
