using System.Text.Json;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using NodaTime;
using NodaTime.Text;

namespace Estate.Adapters.Notify;

/// <summary>Where an Alertmanager is, and how often it is told.</summary>
/// <param name="Address">Such as <c>http://127.0.0.1:9093/</c>.</param>
public sealed record AlertmanagerTarget(Uri Address, string Site, TimeSpan Every);

/// <summary>
/// Prometheus Alertmanager, API v2: all that is open in one array again and again, each with an end a few minutes ahead, as
/// Prometheus does; so one that was restarted knows it again, and one that hears nothing more ends it. What is over has an end in the
/// past. All times are by Alertmanager's own clock: an end that is still ahead of it would be overruled by the one it has.
/// </summary>
public sealed class AlertmanagerNotifier(
    string name, AlertmanagerTarget target, NotificationText text, (HttpMessageHandler Handler, TimeProvider Time) world)
    : IRepeatedNotifier, IDisposable
{
    /// <summary>Three may be lost.</summary>
    private const int StaysForTimes = 4;

    private readonly HttpPost _post = new(world.Handler);
    private readonly ServerClock _clock = new(world.Time);
    private string? _running;

    public string Name => name;

    public TimeSpan Every => target.Every;

    public Task DeliverAsync(Notification notification, CancellationToken stop) => RepeatAsync([notification.Alert], stop);

    public async Task RepeatAsync(IReadOnlyCollection<Alert> alerts, CancellationToken stop)
    {
        var status = await _post.GetAsync(name, new Uri(target.Address, "api/v2/status"), stop);
        _clock.Learn(status.Date);
        var running = RunningSince(status.Body);
        var answer = await _post.SendAsync(
            name, new Uri(target.Address, "api/v2/alerts"), Body(alerts, isNew: running != _running), _ => { }, stop);
        answer.RequireGood(name, isPermanent: _ => false);
        _running = running;
    }

    public void Dispose() => _post.Dispose();

    /// <summary>Another one after each of its starts.</summary>
    private static string? RunningSince(byte[] status)
    {
        try
        {
            using var document = JsonDocument.Parse(status);
            return document.RootElement.TryGetProperty("uptime", out var uptime) ? uptime.ToString() : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private byte[] Body(IReadOnlyCollection<Alert> alerts, bool isNew)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var alert in alerts)
                Write(writer, alert, isNew);
            writer.WriteEndArray();
        }
        return buffer.ToArray();
    }

    private void Write(Utf8JsonWriter writer, Alert alert, bool isNew)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("labels");
        writer.WriteString("alertname", alert.Key.Type);
        writer.WriteString("site", target.Site);
        writer.WriteString("device", alert.Key.Device.ToString());
        if (alert.Key.Component.Length > 0)
            writer.WriteString("component", alert.Key.Component);
        writer.WriteString("severity", WireName.Of(alert.Severity));
        writer.WriteEndObject();
        writer.WriteStartObject("annotations");
        writer.WriteString("summary", text.Subject(alert, KindOf(alert)));
        writer.WriteString("description", text.Body(alert));
        writer.WriteEndObject();
        var (starts, ends) = Times(alert, isNew);
        writer.WriteString("startsAt", InstantPattern.ExtendedIso.Format(starts));
        writer.WriteString("endsAt", InstantPattern.ExtendedIso.Format(ends));
        writer.WriteEndObject();
    }

    /// <summary>
    /// It starts when people are told, not when it began: Alertmanager lets the first one that is older than its <c>group_wait</c> go at
    /// once, and the others of its group only after <c>group_interval</c>. So to one that has just started all is new, for once; of
    /// one that it knows it keeps the earliest start.
    /// </summary>
    private (Instant Starts, Instant Ends) Times(Alert alert, bool isNew)
    {
        var now = _clock.Now;
        var ends = alert.OverSince is { } over
            ? Instant.Min(over + _clock.Skew, now)
            : now + Duration.FromTimeSpan(target.Every * StaysForTimes);
        var starts = isNew ? now : (alert.RaisedAt ?? alert.Since) + _clock.Skew;
        return (Instant.Min(starts, ends), ends);
    }

    private static NotificationKind KindOf(Alert alert) => alert switch
    {
        { ClosedBy: not null } => NotificationKind.Closed,
        { OverSince: not null } => NotificationKind.Cleared,
        { Escalated: > 1 } => NotificationKind.Escalated,
        _ => NotificationKind.Raised,
    };
}
