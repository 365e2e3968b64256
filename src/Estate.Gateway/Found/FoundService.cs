using System.Globalization;
using Estate.Adapters.Mqtt;
using Estate.Gateway.Observability;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;
using Estate.Gateway.Profiles;

namespace Estate.Gateway.Found;

/// <summary>
/// Listens for devices that announce themselves and are not adopted, over a connection of its own: whatever comes there, and however much,
/// no message of a device waits for it. What is beyond a budget is counted and not read.
/// </summary>
internal sealed partial class FoundService : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Announcements of a large estate at once, as they come with each connection; and as many a second for ever.</summary>
    private const int Burst = 10_000, PerSecond = 100;

    /// <summary>One more for each of these in a message.</summary>
    private const int Bytes = 1_024;

    private readonly OpenedEstate _estate;
    private readonly GatewayClock _clock;
    private readonly Health _health;
    private readonly MessageDecoder _decoder;
    private readonly ILogger<FoundService> _log;
    private readonly TokenBucket _turns = new(Burst, PerSecond);
    private volatile AnnouncementReader _reader;
    private AnnouncementLink? _link;
    private long _unread;

    public FoundService(OpenedEstate estate, GatewayMetrics metrics, Health health, MessageDecoder decoder, ILogger<FoundService> log)
    {
        (_estate, _clock, _health, _decoder, _log) = (estate, estate.Clock, health, decoder, log);
        _reader = NewReader();
        Hidden = new(estate.Folder);
        metrics.Watch("estate.found.devices", "Devices that announce themselves and are not adopted", () => Devices.Count);
        metrics.Watch(
            "estate.found.dropped", "Announcements that found no room in the list, or were beyond what is read", () => Dropped);
    }

    internal HiddenDevices Hidden { get; }

    /// <summary>Those of nobody; what was adopted meanwhile is not among them.</summary>
    internal IReadOnlyList<FoundDevice> Devices => [.. List.All.Where(one => !IsAdopted(one))];

    internal long Dropped => List.WithoutRoom + Interlocked.Read(ref _unread);

    private FoundList List { get; } = new();

    internal FoundDevice? Find(string key) => List.Find(key);

    /// <summary>Its topic, or its EUI, is that of a device of the estate.</summary>
    internal bool IsAdopted(FoundDevice device) => device.DevEui is { } eui ? _decoder.Network?.Knows(eui) == true
        : device.Level is { } level && _decoder.Foreign is { } foreign && foreign.HasLevel(level, device.Profiles);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var platform = _estate.Platform;
        using var link = new AnnouncementLink(
            (_estate.Model.BrokerFor(_estate.Folder), _estate.Folder.GatewayPassword()), _estate.Model.Site, _reader.Topics,
            session => platform.OpenBroker(session, platform.Time));
        link.Start(Receive);
        _link = link;
        using var timer = new PeriodicTimer(Interval, platform.Time);
        var stamps = Stamps();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            _health.Found = Dropped > 0 ? Flood(Devices.Count, Dropped) : null;
            if (Stamps() is var now && !now.SequenceEqual(stamps))
            {
                (stamps, _reader) = (now, NewReader());
                // Another profile may fit what was said before.
                ListenAgain();
            }
        }
    }

    /// <summary>What the broker retains is said once more.</summary>
    internal void ListenAgain() => _link?.Listen(_reader.Topics);

    private static string Flood(int listed, long dropped) => string.Create(
        CultureInfo.InvariantCulture,
        $"{listed} devices that nobody adopted announce themselves, and {dropped} announcements are not listed: something may flood the "
            + $"broker; no device's messages wait for them");

    private AnnouncementReader NewReader() => new(ProfileBook.Of(_estate.Folder), _estate.Model.DiscoveryPrefix);

    private List<string> Stamps() => ProfileBook.Of(_estate.Folder) is var book ? [.. book.Names.Select(book.Stamp)] : [];

    private void Receive(ReceivedMessage message)
    {
        if (!_turns.TryTake(_clock.Uptime, 1 + (message.Payload.Length / Bytes)))
        {
            Interlocked.Increment(ref _unread);
            return;
        }
        try
        {
            Read(message);
        }
        catch (Exception failure)
        {
            // A word of a stranger; whatever it is, it ends nothing.
            Interlocked.Increment(ref _unread);
            LogUnread(failure);
        }
    }

    private void Read(ReceivedMessage message)
    {
        if (message.Payload.Length == 0)
            List.RemoveOf(message.Topic);
        else
            foreach (var one in _reader.Read(message.Topic, message.Payload))
                if (!IsAdopted(one))
                    List.Add(one, _clock.Now);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "An announcement could not be read.")]
    private partial void LogUnread(Exception failure);
}
