using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>An alert's way from raised to closed. Each change is one fact; people are notified of those that matter.</summary>
internal static class AlertLifecycle
{
    internal static void Raise(AlertBook book, Alert alert, AlertPolicy policy, Effects effects)
    {
        alert = alert with { RaisedAt = effects.Now.At, NotificationCount = 1, Raises = alert.Raises.Add(effects.Now.At) };
        alert = alert with { IsFlapping = alert.Raises.Length >= AlertPolicy.FlapsAt };
        effects.Record(
            new AlertRaised(
                alert.Key.Device, effects.Time, alert.Id, alert.Key.Type, alert.Key.Component, alert.Severity, alert.IsHistorical));
        book.Save(Escalate(alert, policy, effects), effects);
    }

    /// <summary>It is said again, or worse, or of the present for the first time.</summary>
    internal static void Reassert(AlertBook book, Alert alert, Condition condition, AlertPolicy policy, EventTime time, Effects effects)
    {
        if (time.IsLate)
            return;
        if (alert.State == AlertState.Pending || (alert is { IsActive: true, QuietSince: null, IsHistorical: false }))
        {
            book.Save(alert with
            {
                Value = condition.Value ?? alert.Value,
                Action = condition.Action ?? alert.Action,
                IsActive = true,
                QuietSince = null
            }, effects);
            return;
        }
        var raises = alert.Raises.RemoveAll(at => effects.Now.At - at >= AlertPolicy.FlapWindow);
        // Within the off-delay it was never over; but that it flickers counts.
        var wasOver = alert.ClearedAt is not null || alert.IsHistorical;
        alert = alert with
        {
            IsActive = true,
            IsHistorical = false,
            QuietSince = null,
            ClearedAt = null,
            Value = condition.Value,
            Action = condition.Action ?? alert.Action,
            Raises = raises.Add(effects.Now.At),
            IsFlapping = raises.Length + 1 >= AlertPolicy.FlapsAt,
        };
        book.Save(wasOver && !alert.IsFlapping ? RaiseAgain(alert, policy, effects) : alert, effects);
    }

    private static Alert RaiseAgain(Alert alert, AlertPolicy policy, Effects effects)
    {
        effects.Record(
            new AlertRaised(alert.Key.Device, effects.Time, alert.Id, alert.Key.Type, alert.Key.Component, alert.Severity, false));
        return Escalate(alert with
        {
            RaisedAt = effects.Now.At,
            AcknowledgedBy = null,
            AcknowledgedAt = null,
            Escalated = 0,
            NotificationCount = alert.NotificationCount + 1
        }, policy, effects);
    }

    /// <summary>The condition is gone: after the off-delay it is over. A person's reset ends it now.</summary>
    internal static void Deactivate(AlertBook book, Alert alert, Condition condition, AlertPolicy policy, EventTime time, Effects effects)
    {
        if (condition.ResetBy is { } by)
            Close(book, NotifyRecipients(alert with { IsActive = false }, NotificationKind.Closed, policy, effects), by, "reset", effects);
        else if (time.IsLate && !alert.IsHistorical)
            return;
        else if (alert.State == AlertState.Pending)
            Close(book, alert, null, "over before its delay", effects);
        else if (alert.QuietSince is null)
            book.Save(alert with { IsActive = false, QuietSince = effects.Now.At }, effects);
    }

    /// <summary>
    /// Silenced, or no longer: then people are notified as of a new one, unless it is over or somebody has it. Shelving does not touch
    /// who acknowledged (OPC UA Part 9 keeps the two states side by side).
    /// </summary>
    internal static Alert Silence(AlertBook book, Alert alert, Silence? silence, AlertPolicy policy, Effects effects)
    {
        if (alert.SilencedUntil == silence?.Until && alert.SilencedBy == silence?.By)
            return alert;
        var wasSilenced = alert.SilencedUntil is not null;
        alert = alert.Under(silence);
        if (wasSilenced && silence is null
            && alert is { RaisedAt: not null, OverSince: null, AcknowledgedBy: null, IsHistorical: false })
            alert = RaiseAgain(alert, policy, effects);
        book.Save(alert, effects);
        return alert;
    }

    internal static void Tick(AlertBook book, Alert alert, AlertPolicy policy, Instant now, Effects effects)
    {
        if (alert.ClearedAt is null && alert.QuietSince is { } quiet && now - quiet >= OffDelay(alert, policy))
        {
            effects.Record(new AlertCleared(alert.Key.Device, effects.Time, alert.Id));
            alert = NotifyRecipients(alert with { ClearedAt = now }, NotificationKind.Cleared, policy, effects);
            book.Save(alert, effects);
        }
        if (alert is { ClearedAt: not null, IsLatched: false }
            && (alert.AcknowledgedBy is not null || alert.SilencedUntil is not null
                || alert.Severity == Severity.Low || alert.IsHistorical))
            Close(book, alert, null, "over", effects);
        else if (alert.State == AlertState.Open && Escalate(alert, policy, effects) is var next && next != alert)
            book.Save(next, effects);
    }

    internal static void Close(AlertBook book, Alert alert, string? by, string reason, Effects effects)
    {
        if (alert.RaisedAt is not null)
            effects.Record(new AlertClosed(alert.Key.Device, effects.Time, alert.Id, by, reason));
        book.Save(alert with { ClosedAt = effects.Now.At, ClosedBy = by, Closing = reason }, effects);
    }

    private static Duration OffDelay(Alert alert, AlertPolicy policy) =>
        alert.IsFlapping ? AlertPolicy.FlapQuiet : policy.DelaysOf(alert.Key.Type).Off;

    /// <summary>All steps that are due; the first is due at once.</summary>
    private static Alert Escalate(Alert alert, AlertPolicy policy, Effects effects)
    {
        if (alert.IsHistorical || alert.AcknowledgedBy is not null || alert.SilencedUntil is not null)
            return alert;
        var ladder = policy.LadderOf(alert.Key.Type);
        while (alert.Escalated < ladder.Count && ladder[alert.Escalated] is var step
            && effects.Now.At - alert.RaisedAt >= step.After)
        {
            var number = alert.Escalated;
            alert = alert with { Escalated = number + 1 };
            if (alert.Severity < step.From)
                continue;
            if (number > 0)
                effects.Record(new AlertEscalated(alert.Key.Device, effects.Time, alert.Id, number, step.Name));
            Notify(alert, number == 0 ? NotificationKind.Raised : NotificationKind.Escalated, number, policy, effects);
        }
        return alert;
    }

    /// <summary>Everybody who was notified that it began is notified that it is over.</summary>
    private static Alert NotifyRecipients(Alert alert, NotificationKind kind, AlertPolicy policy, Effects effects)
    {
        foreach (var (step, number) in policy.LadderOf(alert.Key.Type).Take(alert.Escalated).Select((step, number) => (step, number))
            .Where(one => alert.Severity >= one.step.From && !alert.IsHistorical))
            Notify(alert, kind, number, policy, effects);
        return alert;
    }

    private static void Notify(Alert alert, NotificationKind kind, int number, AlertPolicy policy, Effects effects)
    {
        var step = policy.LadderOf(alert.Key.Type)[number];
        foreach (var notifier in policy.NotifiersOf(step, alert))
        {
            var id = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{alert.Id}-{alert.NotificationCount}-{WireName.Of(kind)}-{number}-{notifier}");
            effects.Add(new Notified(new(id, notifier, kind, step.Name, effects.Now.At, alert)));
        }
    }
}
