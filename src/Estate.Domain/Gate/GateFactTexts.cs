using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

/// <summary>What happened at a gate, in a sentence.</summary>
internal static class GateFactTexts
{
    internal static Text Of(GateFact fact) => fact switch
    {
        AccessDecided one => new($"刷卡：{GateTexts.OfEvent(one.Event).Zh}", $"A card: {GateTexts.OfEvent(one.Event).En}"),
        DoorMoved one => one.IsOpen ? new("门打开了", "The door opened") : new("门关上了", "The door shut"),
        LockCommanded one => new(
            $"命令门锁{(one.IsLocked ? "锁上" : "打开")}，"
                + $"依据：{Of(one.Authority).Zh}{(one.Authority == DoorAuthority.Schedule ? $"（第 {one.Version} 版开放时间）" : "")}",
            $"The lock was told to {(one.IsLocked ? "lock" : "open")} by "
                + $"{Of(one.Authority).En}{(one.Authority == DoorAuthority.Schedule ? $" (version {one.Version} of the hours)" : "")}"),
        LockSensed one =>
            one.IsLocked ? new("门锁已锁上（锁舌传感器）", "The lock is shut (its own contact)")
            : new("门锁已打开（锁舌传感器）", "The lock is open (its own contact)"),
        ExitRequested => new("有人按出门按钮", "Somebody pressed the exit button"),
        FireInputChanged one => one.IsActive ? new("消防信号接通", "The fire signal came") : new("消防信号断开", "The fire signal went"),
        DoorAlarmChanged one =>
            new($"{GateTexts.OfAlarm(one.Alarm).Zh}：{(one.IsActive ? "开始" : "结束")}{By(one.By).Zh}",
            $"{GateTexts.OfAlarm(one.Alarm).En}: {(one.IsActive ? "begins" : "ends")}{By(one.By).En}"),
        OperatorActed one => new($"{one.By} 操作 {one.Order}：{one.Reason}", $"{one.By} ordered {one.Order}: {one.Reason}"),
        ScheduleProposed one =>
            new($"{one.Proposal.Schedule.Author} 提出开放时间 {one.Proposal.Id}",
            $"{one.Proposal.Schedule.Author} proposed the hours {one.Proposal.Id}"),
        ScheduleWithdrawn one => new($"{one.By} 撤回 {one.Proposal}", $"{one.By} withdrew {one.Proposal}"),
        ScheduleApproved one =>
            new($"{one.Schedule.Approver} 批准 {one.Proposal}，为第 {one.Schedule.Version} 版",
            $"{one.Schedule.Approver} approved {one.Proposal}, which is version {one.Schedule.Version}"),
        ScheduleRevoked one =>
            new($"第 {one.Version} 版作废：{one.Author} 提出，{one.Approver} 批准",
            $"Version {one.Version} was revoked: proposed by {one.Author}, approved by {one.Approver}"),
        ScheduleTookEffect one => new($"第 {one.Version} 版开放时间生效", $"Version {one.Version} of the hours took effect"),
        ClosingWatched => new("开始记录这次关闭时段", "A closing is watched"),
        ClosingReported one => new(
            FormattableString.Invariant($"关闭 {one.ScheduledMinutes} 分钟，锁好 {one.Watch.SecuredSeconds / 60:0} 分钟"),
            FormattableString.Invariant($"Closed for {one.ScheduledMinutes} minutes, secured for {one.Watch.SecuredSeconds / 60:0}")),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static Text Of(DoorAuthority authority) => authority switch
    {
        DoorAuthority.Fire => new("消防", "the fire signal"),
        DoorAuthority.Exit => new("出门按钮", "the exit button"),
        DoorAuthority.LockDown => new("紧急封闭", "the lock-down"),
        DoorAuthority.Operator => new("值班员", "a person on duty"),
        DoorAuthority.Grant => new("刷卡通过", "a card that was accepted"),
        _ => new("开放时间表", "the hours"),
    };

    private static Text By(string? by) => by is null ? Text.Same("") : new($"（{by}）", $" ({by})");
}
