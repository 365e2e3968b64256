using System.Text;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline;

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

    private readonly Dictionary<INotifier, SemaphoreSlim> _news;

    public Notifiers(EstateModel model, DataFolder folder, GatewayClock clock)
    {
        var text = new NotificationText(model.Name, model.Programme.Zone);
        All = [.. model.Alerts.Notifiers.Select(one => Make(one, folder.NotifierSecret(one.Name), model, text, clock))];
        _news = All.ToDictionary(one => one, _ => new SemaphoreSlim(0));
    }

    internal IReadOnlyList<INotifier> All { get; }

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
        _handler.Dispose();
    }

    private INotifier Make(
        EstateFile.NotifierSection one, (string? Secret, string Path) known, EstateModel model, NotificationText text,
        GatewayClock clock) => (one.Type, known.Secret) switch
        {
            ("wecom", { } robot) when Uri.TryCreate(robot, UriKind.Absolute, out var url) =>
                new WecomNotifier(one.Name, url, text, _handler),
            ("wecom", _) => new LackingNotifier(one.Name, $"the robot's address belongs into {known.Path}"),
            ("webhook", { Length: > 0 } key) =>
                new WebhookNotifier(one.Name, new Uri(one.Url!), Encoding.UTF8.GetBytes(key), text, (_handler, clock.Time)),
            ("webhook", _) => new LackingNotifier(one.Name, $"the key it signs with belongs into {known.Path}"),
            ("alertmanager", _) => new AlertmanagerNotifier(one.Name, new Uri(one.Url!.TrimEnd('/') + "/"), model.Site, text, _handler),
            _ => new MailNotifier(one.Name, Mail(one, known.Secret, model), text),
        };

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
