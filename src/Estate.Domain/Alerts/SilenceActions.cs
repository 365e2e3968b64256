using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Alerts;

/// <summary>What people do with silences. Each has a reason and an end; nothing silences a fire.</summary>
internal static class SilenceActions
{
    private static readonly Duration Longest = Duration.FromHours(24), FurthestAhead = Duration.FromDays(14);

    internal static void Shelve(SilenceBook silences, AlertBook book, ShelveAlert order, string by, Effects effects)
    {
        if (AlertActions.Find(book, order.Alert, effects) is not { } alert || !IsReason(order.Reason, effects))
            return;
        if (AlertPolicy.ThreatensLife(alert.Key.Type))
            Refuse("never_shelved", "火警、烟雾和有人被困的报警不能搁置", "fire, smoke and trapped people cannot be shelved", effects);
        else if (order.For <= Duration.Zero || order.For > silences.LongestShelf)
            RefuseLength(silences.LongestShelf.TotalHours, effects);
        else if (HasRoom(silences, effects))
        {
            var scope = new SilenceScope(SilenceScope.OfAlert, alert.Key.ToString());
            foreach (var earlier in silences.All.Where(one => one.Scope == scope).ToList())
                silences.End(earlier, by, effects);
            silences.Begin(scope, order.Reason, (effects.Now.At, effects.Now.At + order.For), by, effects);
            effects.Answer = new("shelved", new("已搁置，到时自动恢复", "Shelved; it comes back by itself"), []);
        }
    }

    internal static void Plan(
        SilenceBook silences, (AlertPolicy Policy, IEnumerable<DeviceId> Devices) estate, PlanWork order, string by, Effects effects)
    {
        if (!IsReason(order.Reason, effects))
            return;
        var now = effects.Now.At;
        if (SilenceScope.TryParse(order.Scope) is not { Form: not SilenceScope.OfAlert } scope
            || !estate.Devices.Any(device => device != HostConditionChanged.Host && scope.Covers(device, estate.Policy)))
            Refuse("no_such_zone", "没有这个区域，或里面没有设备", "there is no such zone, or no device in it", effects);
        else if (order.Until <= order.From || order.Until <= now || order.Until - order.From > Longest || order.From > now + FurthestAhead)
            Refuse("bad_times", "结束要晚于开始和现在，最长 24 小时，最早提前 14 天登记",
                "the end is after the start and now; 24 hours at most, planned 14 days ahead at most", effects);
        else if (HasRoom(silences, effects))
        {
            silences.Begin(scope, order.Reason, (order.From, order.Until), by, effects);
            effects.Answer = new("planned", new("已登记，到时自动结束", "Planned; it ends by itself"), []);
        }
    }

    internal static void End(SilenceBook silences, EndSilence order, string by, Effects effects)
    {
        if (silences.All.FirstOrDefault(one => one.Id == order.Silence) is not { } silence)
        {
            Refuse("no_such_silence", "没有这条搁置或施工，或已结束", "there is no such shelf or work, or it is over", effects);
            return;
        }
        silences.End(silence, by, effects);
        effects.Answer = new("ended", new("已提前结束", "Ended early"), []);
    }

    private static void RefuseLength(double hours, Effects effects) => Refuse(
        "too_long", string.Create(CultureInfo.InvariantCulture, $"最多搁置一个班（{hours:0.#} 小时）"),
        string.Create(CultureInfo.InvariantCulture, $"for one shift at most, {hours:0.#} hours"), effects);

    private static bool IsReason(string reason, Effects effects)
    {
        if (AlertActions.IsTooLong(reason, effects))
            return false;
        if (!string.IsNullOrWhiteSpace(reason))
            return true;
        Refuse("reason_needed", "请写明原因", "say why", effects);
        return false;
    }

    private static bool HasRoom(SilenceBook silences, Effects effects)
    {
        if (silences.All.Count < SilenceBook.Most)
            return true;
        Refuse("too_many", $"最多同时 {SilenceBook.Most} 条", $"at most {SilenceBook.Most} at a time", effects);
        return false;
    }

    private static void Refuse(string code, string zh, string en, Effects effects) =>
        effects.Refuse(AlertReactor.JournalId, code, new Text(zh, en));
}
