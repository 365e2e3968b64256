using System.Collections.Immutable;
using System.Text;
using Estate.Adapters.HomeAssistant;
using Estate.Adapters.Mqtt;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Tells Home Assistant which devices there are and how they are, and takes back what is no more. Everything is said again when
/// Home Assistant starts, and when the broker may have forgotten.
/// </summary>
internal sealed partial class HomeAssistantService(
    LiveInventory live, DataFolder folder, EstateLoop loop, MqttLink link, ILogger<HomeAssistantService> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Spreads the answers to a start of Home Assistant.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(3);

    /// <summary>Devices looked at each second; the loop has gates to open meanwhile. More devices take turns.</summary>
    private const int AtOnce = 250;

    /// <summary>Publishes that wait for the broker; acknowledgements to devices must find room beside them.</summary>
    private const int MaxWaiting = 1_000;

    private readonly Dictionary<string, string> _told = [];

    /// <summary>Platforms by component by device, as the devices are now.</summary>
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _wanted = [];
    private HomeAssistantMemory _memory = HomeAssistantMemory.Nothing;
    private int _connection;
    private int _next;
    private bool _isTakingBack;
    private bool _isBehind;

    private EstateModel Model => live.Model;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _memory = HomeAssistantMemory.Read(folder);
        return Model.HomeAssistantPrefix is null && _memory.Prefix is null ? Task.CompletedTask : base.StartAsync(cancellationToken);
    }

    /// <summary>Before the link goes: an orderly end sends no will.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Model.HomeAssistantPrefix is not null && link.Connection > 0)
            link.Keep(HomeAssistantTopics.Availability(Model.Site), "offline"u8.ToArray());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, loop.Clock.Time);
        var (births, bornAt, delay) = (link.HomeBirths, (long?)null, TimeSpan.Zero);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var connection = link.Connection;
            if (connection == 0)
                continue;
            if (link.HomeBirths is var seen && seen != births)
                (births, bornAt, delay) = (seen, loop.Clock.Time.GetTimestamp(), LongestDelay * Random.Shared.NextDouble());
            var isBorn = bornAt is { } at && loop.Clock.Time.GetElapsedTime(at) >= delay;
            if (isBorn || connection != _connection)
                _told.Clear();
            if (isBorn)
                bornAt = null;
            _connection = connection;
            try
            {
                await PublishAsync();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A full disk, say: nothing of the estate depends on this.
                LogFailed(failure.Message);
            }
        }
    }

    private async Task PublishAsync()
    {
        if (_isTakingBack && link.Unacknowledged > 0)
            return;
        if (_memory.Prefix is { } before && before != Model.HomeAssistantPrefix)
            TakeBack(before, _memory.Nodes.Keys, HomeAssistantMemory.Nothing);
        else if (Model.HomeAssistantPrefix is { } prefix)
            await PublishAsync(prefix);
    }

    private async Task PublishAsync(string prefix)
    {
        _isBehind = false;
        Say(HomeAssistantTopics.Availability(Model.Site), "online"u8);
        var inventory = Model.Inventory;
        var some = inventory.Skip(_next).Take(AtOnce).ToList();
        var isRoundOver = _next + AtOnce >= inventory.Count;
        _next = isRoundOver ? 0 : _next + AtOnce;
        var reports = await loop.InspectAsync(machine =>
            some.Select(one => machine.HomeAssistantReportOf(one.Device)).OfType<HomeAssistantReport>().Where(one => one.Values.Length > 0)
            .ToList());
        foreach (var report in reports)
            _wanted[HomeAssistantMessages.Node(Model.Site, report.Device)] = HomeAssistantMessages.Platforms(report);
        // Remembered before it is said: what Home Assistant may know is never forgotten here.
        Remember(prefix);
        foreach (var report in reports)
        {
            var node = HomeAssistantMessages.Node(Model.Site, report.Device);
            var gone = _memory.Nodes[node].Where(one => !_wanted[node].ContainsKey(one.Key));
            Say(HomeAssistantTopics.Config(prefix, node),
                HomeAssistantMessages.Config(Model.Site, report, Model.IsHomeAssistantInChinese, gone));
            Say(HomeAssistantTopics.State(Model.Site, report.Device), HomeAssistantMessages.State(report));
        }
        if (isRoundOver && !_isBehind
            && _memory.Nodes.Any(one => !_wanted.TryGetValue(one.Key, out var now) || now.Count < one.Value.Count))
            TakeBack(prefix, _memory.Nodes.Keys.Except(_wanted.Keys), new(prefix, _wanted.ToImmutableDictionary()));
    }

    /// <summary>Empty messages where something was kept; forgotten here only once the broker has them.</summary>
    private void TakeBack(string prefix, IEnumerable<string> nodes, HomeAssistantMemory rest)
    {
        if (_isTakingBack)
        {
            (_isTakingBack, _memory) = (false, rest);
            _memory.Write(folder);
            return;
        }
        var topics = nodes.SelectMany(node =>
            new[] { HomeAssistantTopics.Config(prefix, node), HomeAssistantTopics.State(Model.Site, HomeAssistantMessages.DeviceOf(node)) })
            .Concat(Model.HomeAssistantPrefix is null ? [HomeAssistantTopics.Availability(Model.Site)] : []);
        // What finds no room is taken back again a second later, with all the others.
        _isTakingBack = topics.All(topic => link.Keep(topic, []));
    }

    private void Remember(string prefix)
    {
        var nodes = _memory.Nodes.ToImmutableDictionary();
        foreach (var (node, platforms) in _wanted)
            if (!nodes.TryGetValue(node, out var known))
                nodes = nodes.Add(node, platforms);
            else if (platforms.Any(one => known.GetValueOrDefault(one.Key) != one.Value))
                nodes = nodes.SetItem(node, known.Where(one => !platforms.ContainsKey(one.Key)).Concat(platforms).ToDictionary());
        if (nodes.Count == _memory.Nodes.Count && nodes.All(one => ReferenceEquals(one.Value, _memory.Nodes[one.Key]))
            && _memory.Prefix == prefix)
            return;
        _memory = new(prefix, nodes);
        _memory.Write(folder);
    }

    /// <summary>Only what is new; what finds no room now is said a second later.</summary>
    private void Say(string topic, ReadOnlySpan<byte> payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        if (_told.GetValueOrDefault(topic) == text)
            return;
        if (link.Unacknowledged < MaxWaiting && link.Keep(topic, payload.ToArray()))
            _told[topic] = text;
        else
            _isBehind = true;
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Home Assistant could not be told of the devices ({Problem}); tried again in a second.")]
    private partial void LogFailed(string problem);
}
