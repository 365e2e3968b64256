using Estate.Domain.Alerts;
using Estate.Domain.Devices;

namespace Estate.Adapters.Notify;

/// <summary>ntfy, of one's own or ntfy.sh: JSON to the server's root, with the topic in it, and a token where there is one.</summary>
/// <param name="topic">Such as <c>https://ntfy.sh/estate-duty</c>; the last part is the topic.</param>
public sealed class NtfyNotifier(string name, Uri topic, string? token, NotificationText text, HttpMessageHandler handler)
    : INotifier, IDisposable
{
    /// <summary>Longer ones become an attachment.</summary>
    private const int MaxBytes = 4_000;

    private readonly HttpPost _post = new(handler);

    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        var body = JsonBody.Of(writer =>
        {
            writer.WriteString("topic", topic.Segments[^1].Trim('/'));
            writer.WriteString("title", text.Subject(notification));
            writer.WriteString("message", NotificationText.Cut(text.Body(notification), MaxBytes));
            writer.WriteNumber("priority", PriorityOf(notification));
        });
        var answer = await _post.SendAsync(name, new Uri(topic, "."), body, headers =>
        {
            if (token is { Length: > 0 })
                headers.Authorization = new("Bearer", token);
        }, stop);
        // 401 and 403: the token is not known, or may not write to that topic.
        answer.RequireGood(name, isPermanent: status => status is 401 or 403);
    }

    public void Dispose() => _post.Dispose();

    /// <summary>1 to 5; 5 rings until it is looked at. What is over never rings.</summary>
    private static int PriorityOf(Notification told) => (told.Kind, told.Alert.Severity) switch
    {
        (NotificationKind.Cleared or NotificationKind.Closed, _) => 2,
        (_, Severity.High) => 5,
        (_, Severity.Medium) => 4,
        _ => 3,
    };
}
