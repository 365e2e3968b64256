using System.Text;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Notify;

/// <summary>
/// The ways of telling people that estate.yaml names. One that lacks its secret says so at each try instead of stopping the gateway.
/// </summary>
internal sealed class Notifiers : IDisposable
{
    private readonly SocketsHttpHandler _handler = new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false
    };

    private readonly IPushAddresses _browsers;
    private readonly Dictionary<string, Func<INotifier>> _make;
    private readonly Dictionary<INotifier, SemaphoreSlim> _news;
    private readonly Dictionary<string, UrgentNotifications> _urgent;

    public Notifiers(EstateModel model, DataFolder folder, GatewayClock clock, IPushAddresses browsers, DeviceNames names)
    {
        _browsers = browsers;
        var text = new NotificationText(model.Name, model.Programme.Zone, names);
        var known = model.Alerts.Notifiers.ToDictionary(one => one.Name, one => SecretOf(one, folder));
        if (model.Alerts.Notifiers.FirstOrDefault(one => one.Type == "webpush") is { } push
            && VapidKeys.TryParse(known[push.Name].Secret, push.From) is { } keys)
            (PushKey, Browsers) = (keys.Public, new WebPushSender(push.Name, keys, browsers, _handler));
        _make = model.Alerts.Notifiers.ToDictionary(
            one => one.Name, one => (Func<INotifier>)(() => Make(one, known[one.Name], model, text, clock)));
        All = [.. _make.Values.Select(make => make())];
        _news = All.ToDictionary(one => one, _ => new SemaphoreSlim(0));
        _urgent = All.ToDictionary(one => one.Name, _ => new UrgentNotifications(clock));
    }

    internal IReadOnlyList<INotifier> All { get; }

    /// <summary>By which browsers know this gateway; null where nothing is pushed.</summary>
    internal string? PushKey { get; }

    /// <summary>For what is no alert; null where nothing is pushed.</summary>
    internal WebPushSender? Browsers { get; }

    /// <summary>Another one of that name, as those of the start; whoever asks disposes it.</summary>
    internal INotifier NewOf(string name) => _make[name]();

    internal bool Has(string name) => _make.ContainsKey(name);

    /// <summary>Told now, before it is on the disk.</summary>
    internal void Urge(Notification one)
    {
        if (!_urgent.TryGetValue(one.Notifier, out var waiting))
            return;
        waiting.Add(one);
        Wake();
    }

    /// <summary>What waits for a notifier: what is on the disk, and what must not wait for that.</summary>
    internal IReadOnlyList<Notification> Waiting(INotifier notifier, IReadOnlyList<Notification> stored) =>
        _urgent[notifier.Name].With(stored);

    /// <summary>New notifications are on the disk.</summary>
    internal void Wake()
    {
        foreach (var one in _news.Values)
            if (one.CurrentCount == 0)
                one.Release();
    }

    /// <summary>Until there are new ones, or that time is over.</summary>
    internal Task NewsAsync(INotifier notifier, TimeSpan longest, CancellationToken stop) => _news[notifier].WaitAsync(longest, stop);

    public void Dispose()
    {
        foreach (var one in All.OfType<IDisposable>())
            one.Dispose();
        Browsers?.Dispose();
        _handler.Dispose();
    }

    private INotifier Make(
        EstateFile.NotifierSection one, (string? Secret, string Path) known, EstateModel model, NotificationText text,
        GatewayClock clock) => (one.Type, known.Secret) switch
        {
            ("wecom" or "dingtalk" or "feishu", _) => RobotAddress.TryParse(known.Secret) is { } robot ? Robot(one, robot, text, clock)
                : new LackingNotifier(one.Name, $"the robot's address belongs into {known.Path}"),
            ("ntfy", var token) => new NtfyNotifier(one.Name, new Uri(one.Url!.TrimEnd('/')), token, text, _handler),
            ("gotify", { Length: > 0 } token) =>
                new GotifyNotifier(one.Name, new Uri(one.Url!.TrimEnd('/') + "/"), token, text, _handler),
            ("gotify", _) => new LackingNotifier(one.Name, $"the application's token belongs into {known.Path}"),
            ("webhook", { Length: > 0 } key) =>
                new WebhookNotifier(one.Name, new Uri(one.Url!), Encoding.UTF8.GetBytes(key), text, (_handler, clock.Time)),
            ("webhook", _) => new LackingNotifier(one.Name, $"the key it signs with belongs into {known.Path}"),
            ("webpush", var keys) when VapidKeys.TryParse(keys, one.From) is { } vapid =>
                new WebPushNotifier(one.Name, vapid, _browsers, text, _handler),
            ("webpush", _) => new LackingNotifier(
                one.Name, $"{known.Path} is not as it was made; without it new keys are made, and browsers are turned on anew"),
            ("alertmanager", _) => new AlertmanagerNotifier(one.Name, Alertmanager(one, model), text, (_handler, clock.Time)),
            _ => new MailNotifier(one.Name, Mail(one, known.Secret, model), text),
        };

    /// <summary>Those of Web Push are nobody's to choose: they are made here.</summary>
    private static (string? Secret, string Path) SecretOf(EstateFile.NotifierSection one, DataFolder folder)
    {
        var known = folder.NotifierSecret(one.Name);
        if (one.Type != "webpush" || known.Secret is not null)
            return known;
        var made = VapidKeys.Make();
        DataFolder.WritePrivate(known.Path, Encoding.UTF8.GetBytes(made));
        return (made, known.Path);
    }

    private INotifier Robot(EstateFile.NotifierSection one, RobotAddress robot, NotificationText text, GatewayClock clock) =>
        one.Type switch
        {
            "dingtalk" => new DingtalkNotifier(one.Name, robot, text, (_handler, clock.Time)),
            "feishu" => new FeishuNotifier(one.Name, robot, text, (_handler, clock.Time)),
            _ => new WecomNotifier(one.Name, robot.Url, text, _handler),
        };

    private static AlertmanagerTarget Alertmanager(EstateFile.NotifierSection one, EstateModel model) =>
        new(new Uri(one.Url!.TrimEnd('/') + "/"), model.Site, TimeSpan.FromSeconds(one.RepeatS));

    /// <summary>The secret is <c>user:password</c>, or nothing.</summary>
    private static MailTarget Mail(EstateFile.NotifierSection one, string? secret, EstateModel model)
    {
        var parts = secret?.Split(':', 2);
        var server = new MailServer(one.Host, one.Port, MailServer.TlsOf(one.Tls, one.Port) ?? MailTls.None)
        {
            CaFile = one.CaFile is { } ca ? Path.Combine(Path.GetDirectoryName(model.File)!, ca) : null,
            User = parts?[0],
            Password = parts is [_, var password] ? password : null,
        };
        return new(server, one.From, one.To);
    }

    private sealed class LackingNotifier(string name, string what) : INotifier
    {
        public string Name => name;

        public Task DeliverAsync(Notification notification, CancellationToken stop) =>
            throw new NotifyException($"{name}: {what}", isPermanent: false);
    }
}
