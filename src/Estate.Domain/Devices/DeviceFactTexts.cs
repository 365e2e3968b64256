using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>What happens to any device, in a sentence.</summary>
internal static class DeviceFactTexts
{
    internal static Text Of(DeviceFact fact, DateTimeZone zone) => fact switch
    {
        DeviceFellSilent one =>
            one.LastSeen is { } last ? new($"没有信号，最后一次是 {last.Read(zone)}", $"Nothing is heard; the last was at {last.Read(zone)}")
            : new("从未有信号", "Nothing was ever heard"),
        DeviceReturned => new("恢复信号", "It is heard again"),
        LatchReset one => new($"{one.By} 复位 {one.Condition}：{one.Reason}", $"{one.By} reset {one.Condition}: {one.Reason}"),
        EventsMissing one => new($"第 {one.From} 到 {one.To} 号事件还没有收到", $"Events {one.From} to {one.To} have not arrived yet"),
        RequestRefused one =>
            new($"{one.By} 要求 {one.Request}，没有同意：{one.Reason.Zh}", $"{one.By} asked for {one.Request} and was refused: {one.Reason.En}"),
        CommandNotExecuted one => new($"命令 {one.CommandId} 没有执行：{one.Result}", $"The command {one.CommandId} was not done: {one.Result}"),
        DeviceReplaced one => new($"{one.By} 换了新设备：{one.Reason}", $"{one.By} put a new device in its place: {one.Reason}"),
        DeviceMisbehaved one => new($"设备异常：{one.Excess.Zh}", $"It misbehaves: {one.Excess.En}"),
        DeviceBehaved one =>
            new($"设备恢复正常，其间 {one.Counted} 条只计数", $"It behaves again; {one.Counted} messages or mistakes were only counted"),
        HostConditionChanged { Said: var said } =>
            new($"{said.Title.Zh}：{(said.IsActive ? "开始" : "结束")} {said.Value?.Zh}".TrimEnd(),
            $"{said.Title.En}: {(said.IsActive ? "begins" : "ends")} {said.Value?.En}".TrimEnd()),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };
}
