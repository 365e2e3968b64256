using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>What happened at a charger, in a sentence.</summary>
internal static class ChargingFactTexts
{
    internal static Text Of(ChargingFact fact) => fact switch
    {
        ChargeAsked one => new($"插座 {one.Socket} 有人刷卡", $"A card was tapped at socket {one.Socket}"),
        ChargeOrdered one => new($"插座 {one.Socket} 下单 {one.Order}（{one.By}）", $"Order {one.Order} for socket {one.Socket} ({one.By})"),
        ChargeQueued one =>
            new($"插座 {one.Socket} 排队等线路 {one.Feeder}，第 {one.Place} 位（{one.By}）",
            $"Socket {one.Socket} waits for feeder {one.Feeder}, place {one.Place} ({one.By})"),
        ChargeWaitEnded one =>
            new($"插座 {one.Socket} 退出排队：{ChargingTexts.Of(one.Reason).Zh}",
            $"Socket {one.Socket} left the line: {ChargingTexts.Of(one.Reason).En}"),
        StartFailed one => new($"插座 {one.Socket} 没有开始：{Of(one.Reason).Zh}", $"Socket {one.Socket} did not start: {Of(one.Reason).En}"),
        SessionStarted one => new($"插座 {one.Socket} 开始充电", $"Socket {one.Socket} began to charge"),
        SessionUpdated one =>
            new(FormattableString.Invariant($"插座 {one.Socket} {Of(one.Phase).Zh}，已充 {one.EnergyWh:0} Wh"),
            FormattableString.Invariant($"Socket {one.Socket} {Of(one.Phase).En}, {one.EnergyWh:0} Wh so far")),
        SessionEnded one =>
            new(FormattableString.Invariant($"插座 {one.Socket} 结束：{Of(one.Reason).Zh}，共 {one.EnergyWh:0} Wh"),
            FormattableString.Invariant($"Socket {one.Socket} ended: {Of(one.Reason).En}, {one.EnergyWh:0} Wh in all")),
        OrphanEndReported one =>
            new($"插座 {one.Socket} 报告一个本机不知道的订单 {one.Order} 已结束",
            $"Socket {one.Socket} reported the end of order {one.Order}, which nobody here knows"),
        ProtectionChanged one => Protected(one),
        ProtectionTested one =>
            new($"{Where(one.Socket).Zh}{Protection.Of(one.Kind).Title.Zh}：测试通过",
            $"{Where(one.Socket).En}{Protection.Of(one.Kind).Title.En}: tested"),
        BoardRestarted => new("充电桩重新启动", "The charger started again"),
        BoardConfigured => new("充电桩参数已写入", "The charger's limits were set"),
        BoardConfigRejected one => new($"充电桩拒绝参数：{one.Result}", $"The charger refused its limits: {one.Result}"),
        LongSessionProposed one =>
            new(FormattableString.Invariant($"{one.By} 提出充电最长 {one.MaxMinutes:0} 分钟（{one.Proposal}），待另一人批准"),
            FormattableString.Invariant(
                $"{one.By} proposed sessions of up to {one.MaxMinutes:0} min ({one.Proposal}); another must approve")),
        LongSessionApproved one =>
            new(FormattableString.Invariant($"{one.Approver} 批准 {one.Author} 提出的充电最长 {one.MaxMinutes:0} 分钟"),
            FormattableString.Invariant($"{one.Approver} approved sessions of up to {one.MaxMinutes:0} min, proposed by {one.Author}")),
        LongSessionWithdrawn one => new($"{one.By} 撤回 {one.Proposal}", $"{one.By} withdrew {one.Proposal}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static Text Protected(ProtectionChanged one)
    {
        var (where, title) = (Where(one.Socket), Protection.Of(one.Kind).Title);
        var (value, cut) = (ChargingTexts.Measured(one.Kind, one.Value, one.Limit), ChargingTexts.Cut(one.Cut));
        return new(
            $"{where.Zh}{title.Zh}{(value is { } seen ? " " + seen.Zh : "")}："
                + (one.IsActive ? "保护动作" : one.ResetBy is { } person ? $"{person} 复位" : "解除")
                + (cut is { } done ? "，" + done.Zh : ""),
            $"{where.En}{title.En}{(value is { } read ? " " + read.En : "")}: "
                + (one.IsActive ? "the protection acted" : one.ResetBy is { } by ? $"reset by {by}" : "over")
                + (cut is { } off ? ". " + off.En : ""));
    }

    private static Text Of(StopReason reason) => StopReasons.Of(reason);

    private static Text Of(SessionPhase phase) => phase switch
    {
        SessionPhase.Preparing => new("准备中", "is getting ready"),
        SessionPhase.Charging => new("充电中", "is charging"),
        SessionPhase.SuspendedEv => new("电池不再取电（充满）", "draws nothing any more (full)"),
        _ => new("正在结束", "is ending"),
    };

    private static Text Where(int socket) => socket == 0 ? Text.Same("") : new($"插座 {socket} ", $"Socket {socket} ");
}
