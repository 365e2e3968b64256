using System.Text.Json;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Notify;

/// <summary>
/// Prometheus Alertmanager, API v2: an alert with labels that name it, and an end. Ours ends when it ends, so an active one gets
/// an end far away instead of Alertmanager's five minutes.
/// </summary>
/// <param name="address">Such as <c>http://127.0.0.1:9093/</c>.</param>
public sealed class AlertmanagerNotifier(string name, Uri address, string site, NotificationText text, HttpMessageHandler handler)
    : INotifier, IDisposable
{
    private static readonly Duration Far = Duration.FromDays(30);

    private readonly HttpPost _post = new(handler);
    private readonly Uri _url = new(address, "api/v2/alerts");

    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop) =>
        await _post.SendAsync(name, _url, Body(notification), _ => { }, stop);

    public void Dispose() => _post.Dispose();

    private byte[] Body(Notification told)
    {
        var alert = told.Alert;
        var isOver = told.Kind is NotificationKind.Cleared or NotificationKind.Closed;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteStartObject("labels");
            writer.WriteString("alertname", alert.Key.Type);
            writer.WriteString("site", site);
            writer.WriteString("device", alert.Key.Device.ToString());
            if (alert.Key.Component.Length > 0)
                writer.WriteString("component", alert.Key.Component);
            writer.WriteString("severity", WireName.Of(alert.Severity));
            writer.WriteEndObject();
            writer.WriteStartObject("annotations");
            writer.WriteString("summary", text.Subject(told));
            writer.WriteString("description", text.Body(told));
            writer.WriteEndObject();
            writer.WriteString("startsAt", alert.Since.ToString());
            writer.WriteString("endsAt", (isOver ? told.At : told.At + Far).ToString());
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        return buffer.ToArray();
    }
}
