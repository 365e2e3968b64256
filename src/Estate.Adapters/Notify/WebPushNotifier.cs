using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Adapters.Notify;

/// <summary>Alerts to every browser in which one of the staff turned them on. Who could not be reached gets it with the next try.</summary>
public sealed class WebPushNotifier : INotifier, IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(4);

    private readonly IPushAddresses _addresses;
    private readonly NotificationText _text;
    private readonly WebPushSender _sender;
    private (string Id, HashSet<string> Endpoints) _served = ("", []);

    public WebPushNotifier(string name, VapidKeys keys, IPushAddresses addresses, NotificationText text, HttpMessageHandler handler)
    {
        (Name, _addresses, _text) = (name, addresses, text);
        _sender = new(name, keys, addresses, handler);
    }

    public string Name { get; }

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        if (_served.Id != notification.Id)
            _served = (notification.Id, []);
        // All that are meant before the first is tried: those that answer change both lists.
        List<PushAddress> waiting = [.. _addresses.OfStaff().Where(one => !_served.Endpoints.Contains(one.Endpoint))];
        var said = TextOf(notification);
        var problems = (await Task.WhenAll(waiting.Select(one => TryAsync(one, said, stop)))).OfType<NotifyException>().ToList();
        if (problems.Count > 0)
            throw new NotifyException(problems[0].Message, isPermanent: false, problems.Max(one => one.RetryAfter))
            {
                HasReachedSomebody = _served.Endpoints.Count > 0,
            };
        if (_served.Endpoints.Count == 0)
            throw new NotifyException($"{Name}: nobody has turned it on in a browser", isPermanent: false);
    }

    public void Dispose() => _sender.Dispose();

    /// <returns>Why it did not arrive; null where it did, or never will.</returns>
    private async Task<NotifyException?> TryAsync(PushAddress address, PushText said, CancellationToken stop)
    {
        var (hasArrived, problem) = await _sender.SendAsync(address, said, stop);
        if (hasArrived)
            lock (_served.Endpoints)
                _served.Endpoints.Add(address.Endpoint);
        return problem;
    }

    private PushText TextOf(Notification told)
    {
        var url = told.Kind == NotificationKind.Test ? "/staff/alerts" : "/staff/alerts/" + told.Alert.Id;
        return new(_text.Subject(told), _text.Body(told), told.Alert.Id, url, KeptFor)
        {
            IsUrgent = told.Alert.Severity == Severity.High,
            IsHigh = true,
        };
    }
}
