using System.Text;
using Estate.Adapters.Notify;
using Estate.Adapters.Providers;
using Estate.Domain.Devices;

namespace Estate.Gateway.Pipeline.Devices;

/// <summary>
/// Asks providers for what devices order, and tells the devices what they answer. What is under way stands in the devices' states: a
/// restart loses nothing, and a provider knows an order by its id.
/// </summary>
internal sealed partial class ProviderService(OpenedEstate estate, LiveInventory live, EstateLoop loop, ILogger<ProviderService> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(string Order, bool IsCancelled), long> _asked = [];

    private TimeProvider Time => loop.Clock.Time;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        var providers = estate.Model.Providers.ToDictionary(one => one.Service, one => Open(one, handler));
        var kinds = estate.Kinds.OfType<IProviderKind>().ToDictionary(kind => kind.Name);
        using var timer = new PeriodicTimer(LookEvery, Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            if (providers.Count > 0)
                await Task.WhenAll((await OrdersAsync(kinds)).Where(one => providers.ContainsKey(one.Order.Service))
                    .Select(one => AskAsync(providers[one.Order.Service], one.Device, one.Order, stoppingToken)));
    }

    private async Task<List<(DeviceId Device, ProviderOrder Order)>> OrdersAsync(Dictionary<string, IProviderKind> kinds)
    {
        var devices = live.Model.Inventory.Select(one => one.Device).Where(device => kinds.ContainsKey(device.Kind)).ToList();
        if (devices.Count == 0)
            return [];
        var orders = await loop.InspectAsync(machine => devices.SelectMany(device =>
            machine.StateOf(device) is { } state ? kinds[device.Kind].Orders(state).Select(order => (device, order)) : []).ToList());
        foreach (var over in _asked.Keys.Except(orders.Select(one => (one.order.Id, one.order.IsCancelled))).ToList())
            _asked.Remove(over);
        return orders;
    }

    private async Task AskAsync(ProviderClient provider, DeviceId device, ProviderOrder order, CancellationToken stop)
    {
        lock (_asked)
        {
            if (_asked.TryGetValue((order.Id, order.IsCancelled), out var last) && Time.GetElapsedTime(last) < provider.Target.AskEvery)
                return;
            _asked[(order.Id, order.IsCancelled)] = Time.GetTimestamp();
        }
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            var answer = await provider.AskAsync(order, estate.Names.Of(device), estate.Names.PlaceOf(device).Words, patience.Token);
            await loop.AskAsync(
                new ProviderNews(device, order.Id, answer.Stage, Words(answer.Text), answer.Voice is { } voice ? Words(voice) : null),
                $"{order.Service} provider");
        }
        catch (NotifyException failure)
        {
            LogFailed(failure.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            LogFailed($"{order.Service} does not answer within {Patience.TotalSeconds} s");
        }
    }

    private static Domain.Devices.Text Words(ProviderWords words) => new(words.Zh, words.En);

    private ProviderClient Open(ProviderTarget target, HttpMessageHandler handler)
    {
        var (secret, path) = estate.Folder.ProviderSecret(target.Service);
        if (secret is not { Length: > 0 })
            LogFailed($"{target.Service}: the key it signs with belongs into {path}");
        return new(target, Encoding.UTF8.GetBytes(secret ?? ""), estate.Model.Site, (handler, Time));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A provider was not reached: {Problem}")]
    private partial void LogFailed(string problem);
}
