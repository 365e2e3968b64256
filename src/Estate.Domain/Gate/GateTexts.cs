using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>The gate's words for residents, staff and committee, in Chinese and English.</summary>
public static class GateTexts
{
    public static Text DateOf(LocalDate date) => new(
        $"{date.Month}月{date.Day}日 {DayTexts.Zh(date.DayOfWeek)}",
        $"{DayTexts.En(date.DayOfWeek)} {date.Day} {date.ToString("MMM", CultureInfo.InvariantCulture)}");

    public static Text OfAccess(GateAccess access) => access switch
    {
        GateAccess.Free => new("自由通行", "open to all"),
        GateAccess.CardRequired => new("刷卡进入", "enter with a card"),
        _ => new("禁止进入", "no entry"),
    };

    /// <summary>What a card brought, for the reader's display.</summary>
    public static Text OfEvent(string code) => code switch
    {
        AccessEvent.Granted => new("请进", "Welcome"),
        AccessEvent.NoEntryAfterGranted => new("已开门，无人进入", "Opened, nobody went in"),
        AccessEvent.DeniedUnknownCredential => new("此卡未登记，请到物业办理", "Card not known, please ask the property office"),
        AccessEvent.DeniedCredentialDisabled => new("此卡已停用，请到物业办理", "Card is blocked, please ask the property office"),
        AccessEvent.DeniedOutOfTimeRange => new("此时段大门关闭，请走正门", "The gate is closed now, please use the main entrance"),
        AccessEvent.DeniedNoAccessRights => new("没有准入，请到物业办理", "No permit for here, please ask the property office"),
        AccessEvent.DeniedDenyAll or AccessEvent.DeniedPointNoAccessRights =>
            new("大门暂停使用，请走正门", "The gate is out of use, please use the main entrance"),
        _ => new("请再刷一次", "Please tap again"),
    };

    public static Text OfAlarm(DoorAlarmState alarm) => alarm switch
    {
        DoorAlarmState.Alarm => new("消防释放，待人工复位", "fire release, to be reset by a person"),
        DoorAlarmState.DoorOpenTooLong => new("门开太久", "open too long"),
        DoorAlarmState.ForcedOpen => new("强行打开", "forced open"),
        DoorAlarmState.Tamper => new("设备被拆动", "tampered with"),
        DoorAlarmState.DoorFault => new("门磁异常", "door contact fault"),
        DoorAlarmState.LockFault => new("锁不听指令", "the lock does not follow"),
        DoorAlarmState.LinesSwapped => new("读卡器两线接反", "reader wires are swapped"),
        DoorAlarmState.RepeatedAttempts => new("多次无效刷卡", "repeated unknown cards"),
        DoorAlarmState.ExitStuck => new("出门按钮卡住", "exit button held down"),
        DoorAlarmState.ClockUntrusted => new("时钟未校准：刷卡进入", "clock not set: enter with a card"),
        DoorAlarmState.ScheduleDamaged => new("时间表损坏，按上一版执行", "schedule damaged, the last good one holds"),
        DoorAlarmState.InputUnheard => new("出门按钮或消防线断开：保持开门", "exit button or fire contact cannot be heard: held open"),
        DoorAlarmState.HeldUnlocked => new("该关闭时由人工保持开门", "held open by staff while it should be closed"),
        DoorAlarmState.LockDown => new("紧急锁闭", "lock-down"),
        DoorAlarmState.EgressOpen => new("出门放行", "open for leaving"),
        DoorAlarmState.FreeAccess => new("自由通行", "open to all"),
        _ => new("正常", "normal"),
    };

    /// <summary>A night's closings; none is said, too.</summary>
    public static Text Closings(IReadOnlyCollection<string> closings) => closings.Count == 0
        ? new("不关闭", "not closed")
        : new("关闭 " + string.Join("、", closings), "closed " + string.Join(", ", closings));

    /// <summary>The weekly table as a sentence.</summary>
    public static Text Weekly(GateSchedule schedule)
    {
        var lines = schedule.Weekly.Select(line => (Days: DaysOf(line), Hours: line.Line.Hours(), line.Line.Value)).ToList();
        return new(
            lines.Count == 0 ? "每天不设关闭时间"
            : string.Join("；", lines.Select(line => $"{line.Days.Zh} {line.Hours} {(line.Value == GateValue.Closed ? "关闭" : "开放")}")),
            lines.Count == 0 ? "no weekly closing"
            : string.Join(
                "; ", lines.Select(line => $"{line.Days.En} {line.Hours} {(line.Value == GateValue.Closed ? "closed" : "open")}")));
    }

    /// <summary>The published notice of a decided version.</summary>
    public static Text Notice(GateSchedule schedule, DateTimeZone zone)
    {
        var (weekly, closed, open) = (Weekly(schedule), OfAccess(schedule.ClosedMeans), OfAccess(schedule.OpenMeans));
        var zh = schedule.Exceptions.Select(one => $"{one.Name}（{Dates(one)}）：{Closings([.. one.Lines.Select(line => line.Hours())]).Zh}");
        var en = schedule.Exceptions.Select(one =>
            $"{one.Name} ({Dates(one)}): {Closings([.. one.Lines.Select(line => line.Hours())]).En}");
        // The first version comes from the estate's file; nobody decided it on a date.
        var head = schedule.Version == 0 ? new("大门通行时间", "Gate hours") : Head(schedule, zone);
        return new(
            $"{head.Zh}。{weekly.Zh}。关闭时{closed.Zh}，其余时间{open.Zh}。{string.Concat(zh.Select(line => line + "。"))}任何时候都可以从里面出门。",
            $"{head.En}. {weekly.En}. While closed: {closed.En}; otherwise {open.En}. {string.Concat(en.Select(line => line + ". "))}You "
                + "can leave at any time.");
    }

    /// <summary>What a decided version changes, and what it rests on.</summary>
    /// <param name="before">All other versions there are.</param>
    public static Text Change(ImmutableArray<GateSchedule> before, GateSchedule decided, DateTimeZone zone)
    {
        var (change, head) = (ScheduleChangeTexts.Of(before, decided, zone), Head(decided, zone));
        return new($"{change.Zh}。{head.Zh}。", $"{change.En}. {head.En}.");
    }

    /// <summary>The published notice that a version will not come.</summary>
    public static Text Revocation(GateSchedule schedule, string resolution, DateTimeZone zone)
    {
        var when = TimeText.Minute(schedule.EffectiveFrom, zone);
        return new(
            $"原定 {when} 起执行的大门通行时间第 {schedule.Version} 版已撤销（决议 {resolution}）。",
            $"Version {schedule.Version} of the gate hours, planned from {when}, is revoked (resolution {resolution}).");
    }

    private static Text Head(GateSchedule schedule, DateTimeZone zone)
    {
        var when = TimeText.Minute(schedule.EffectiveFrom, zone);
        return new(
            $"大门通行时间第 {schedule.Version} 版，{when} 起执行（决议 {schedule.Resolution}）",
            $"Gate hours, version {schedule.Version}, from {when} (resolution {schedule.Resolution})");
    }

    private static string Dates(DatedException one) =>
        one.First == one.Last ? Iso(one.First) : $"{Iso(one.First)} – {Iso(one.Last)}";

    private static string Iso(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static Text DaysOf(WeeklyLine line) => line.Days.Length == 7
        ? new("每天", "Daily")
        : new(string.Join("、", line.Days.Select(DayTexts.Zh)), string.Join(", ", line.Days.Select(DayTexts.En)));
}
