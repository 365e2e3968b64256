using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Adapters.Notify;

/// <summary>A Gotify server of one's own: JSON to <c>/message</c>, with an application's token.</summary>
/// <param name="server">Such as <c>https://gotify.estate.example/</c>.</param>
public sealed class GotifyNotifier(string name, Uri server, string token, NotificationText text, HttpMessageHandler handler)
    : INotifier, IDisposable
{
    private readonly HttpPost _post = new(handler);

    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        var body = JsonBody.Of(writer =>
        {
            writer.WriteString("title", text.Subject(notification));
            writer.WriteString("message", text.Body(notification));
            writer.WriteNumber("priority", PriorityOf(notification));
        });
        var answer = await _post.SendAsync(name, new Uri(server, "message"), body, headers => headers.Add("X-Gotify-Key", token), stop);
        // 401 and 403: no such token, or none of an application.
        answer.RequireGood(name, isPermanent: status => status is 401 or 403);
    }

    public void Dispose() => _post.Dispose();

    /// <summary>0 to 10; its app rings from 4 on, and insists from 8 on.</summary>
    private static int PriorityOf(Notification told) => (told.Kind, told.Alert.Severity) switch
    {
        (NotificationKind.Cleared or NotificationKind.Closed, _) => 3,
        (_, Severity.High) => 10,
        (_, Severity.Medium) => 7,
        _ => 5,
    };
}
