using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>Can I walk in now, and until when?</summary>
public static class WalkInTexts
{
    /// <summary>Further ahead nobody asks for the hour.</summary>
    private const int DaysAhead = 3;

    /// <param name="isSilent">Nothing was heard of the gate lately: the hours are known, the door is not.</param>
    public static Text Of(GateState state, Instant now, DateTimeZone zone, bool isSilent = false)
    {
        var answer = ByOrder(state, now, zone) ?? ByHours(state, now, zone);
        return isSilent
            ? new($"这扇门没有信号，开没开不清楚。按规定：{answer.Zh}", $"The gate is silent: whether it is so nobody knows. By its hours: {answer.En}")
            : answer;
    }

    /// <summary>What outranks the hours; a press of the exit button does not, it lets one person out.</summary>
    private static Text? ByOrder(GateState state, Instant now, DateTimeZone zone)
    {
        if (state.IsFireActive || state.IsFireLatched)
            return new("可以进出：消防释放，门开着", "Yes: released for fire, the gate is open");
        if (state.HasLostSafetyInput)
            return new("可以直接进：门一直开着，等修好", "Yes: the gate is held open until it is repaired");
        if (state.LockDown is not null)
            return new("现在不能进：紧急锁闭，请走正门", "No: locked down, please use the main entrance");
        if (state.Operator is not { } order)
            return null;
        var until = order.Until is { } end ? Until(end.InZone(zone).LocalDateTime, now.InZone(zone).Date) : Text.Same("");
        return order.Value == DoorValue.Lock
            ? new($"现在不能进：暂停使用{until.Zh}，请走正门", $"No: out of use{until.En}, please use the main entrance")
            : new($"现在可以直接进{until.Zh}", $"Yes: walk in{until.En}");
    }

    private static Text ByHours(GateState state, Instant now, DateTimeZone zone)
    {
        var (local, until) = (now.InZone(zone).LocalDateTime, Text.Same(""));
        if (EndOf(state, local, zone) is { } end)
            until = Until(end, local.Date);
        return state.Access switch
        {
            GateAccess.Free => new($"现在可以直接进{until.Zh}", $"Yes: walk in{until.En}"),
            GateAccess.CardRequired => new($"现在要刷卡进{until.Zh}", $"With your card{until.En}"),
            _ => new($"现在不能从这里进{until.Zh}", $"No entry here{until.En}"),
        };
    }

    /// <summary>Null where it stays so, or the clock is not believed and the hours do not say how it is.</summary>
    private static LocalDateTime? EndOf(GateState state, LocalDateTime now, DateTimeZone zone)
    {
        LocalDateTime? end = null;
        var spans = ScheduleForecast.Of(state.Versions, now.Date, zone, DaysAhead);
        foreach (var span in spans.Where(span => span.Until > now))
        {
            if (span.Access != state.Access)
                return end;
            end = span.Until;
        }
        return null;
    }

    private static Text Until(LocalDateTime end, LocalDate today)
    {
        var clock = end.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Period.DaysBetween(today, end.Date) switch
        {
            0 => new($"，到 {clock}", $" until {clock}"),
            1 when end.TimeOfDay == LocalTime.Midnight => new("，到 24:00", " until midnight"),
            1 => new($"，到明天 {clock}", $" until {clock} tomorrow"),
            _ => new($"，到{GateTexts.DateOf(end.Date).Zh} {clock}", $" until {clock} on {GateTexts.DateOf(end.Date).En}"),
        };
    }
}
