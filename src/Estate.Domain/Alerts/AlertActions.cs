using Estate.Domain.Devices;

namespace Estate.Domain.Alerts;

/// <summary>What people do with alerts; each step carries a name.</summary>
internal static class AlertActions
{
    private const int MaxText = 500;

    internal static void Acknowledge(AlertBook book, AcknowledgeAlert order, string by, Effects effects)
    {
        if (Find(book, order.Alert, effects) is not { } alert || IsTooLong(order.Note, effects))
            return;
        if (alert.AcknowledgedBy is { } other)
        {
            effects.Refuse(alert.Key.Device, "acknowledged_already", new Text($"{other} 已在处理", $"{other} has it already"));
            return;
        }
        effects.Record(new AlertAcknowledged(alert.Key.Device, effects.Time, alert.Id, by, order.Note));
        effects.Answer = new("acknowledged", new($"已由 {by} 处理", $"{by} has it now"), []);
        book.Save(alert with { AcknowledgedBy = by, AcknowledgedAt = effects.Now.At, Note = order.Note ?? alert.Note }, effects);
        // This gateway has no state of its own that could show it.
        if (alert.Key.Device != HostConditionChanged.Host)
            effects.Request(new ConditionTaken(alert.Key.Device, alert.Key.Type, alert.Key.Component));
    }

    /// <summary>The device decides; its answer closes the alert.</summary>
    internal static void Reset(AlertBook book, ResetAlert order, Effects effects)
    {
        if (Find(book, order.Alert, effects) is not { } alert || IsTooLong(order.Reason, effects))
            return;
        if (!alert.IsLatched)
            effects.Refuse(alert.Key.Device, "not_latched", new Text("这个报警会自动结束，不需要复位", "this alert ends by itself; it needs no reset"));
        else if (string.IsNullOrWhiteSpace(order.Reason))
            effects.Refuse(alert.Key.Device, "reason_needed", new Text("请写明检查结果", "say what was found"));
        else
            effects.Request(new ResetLatch(alert.Key.Device, alert.Key.Type, alert.Key.Component, order.Reason));
    }

    internal static void HandOver(AlertBook book, SilenceBook silences, HandOverShift order, string by, Effects effects)
    {
        if (IsTooLong(order.Note, effects))
            return;
        if (string.IsNullOrWhiteSpace(order.To) || order.To.Length > 40)
        {
            effects.Refuse(AlertReactor.JournalId, "name_needed", new Text("请写明接班人", "say who takes over"));
            return;
        }
        var open = book.Open.Where(alert => alert.State != AlertState.Pending).Select(alert => alert.Id).Order(StringComparer.Ordinal)
            .ToList();
        effects.Record(new ShiftHandedOver(AlertReactor.JournalId, effects.Time, by, order.To.Trim(), order.Note, [.. open])
        {
            Silences = [.. silences.All.Select(one => one.Id)],
        });
        effects.Answer = new(
            "handed_over",
            new($"已交接给 {order.To.Trim()}，未结束的报警 {open.Count} 个", $"Handed over to {order.To.Trim()}, {open.Count} alerts open"),
            [("open", open.Count)]);
    }

    internal static Alert? Find(AlertBook book, string id, Effects effects)
    {
        if (book.Find(id) is { State: not AlertState.Pending } alert)
            return alert;
        effects.Refuse(AlertReactor.JournalId, "no_such_alert", new Text("没有这个报警，或已结束", "there is no such alert, or it is closed"));
        return null;
    }

    internal static bool IsTooLong(string? text, Effects effects)
    {
        if (text is not { Length: > MaxText })
            return false;
        effects.Refuse(AlertReactor.JournalId, "too_long", new Text($"最多 {MaxText} 字", $"at most {MaxText} letters"));
        return true;
    }
}
