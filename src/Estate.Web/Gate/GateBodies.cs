using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Gate;

/// <summary>A proposal as sent; what is left out stays as it is. <c>closed</c> are lines such as "fri 23:30-05:00".</summary>
internal sealed record ScheduleBody(string Resolution, LocalDateTime EffectiveFrom)
{
    public IReadOnlyList<WeeklyLine>? Closed { get; init => field = value.Whole("closed"); }
    public IReadOnlyList<ExceptionBody>? Exceptions { get; init => field = value.Whole("exceptions"); }
    public IReadOnlyList<ExceptionBody>? AddExceptions { get; init => field = value.Whole("add_exceptions"); }
    public GateValue? Default { get; init; }
    public GateAccess? OpenMeans { get; init; }
    public GateAccess? ClosedMeans { get; init; }

    internal ScheduleDraft ToDraft() => new()
    {
        Weekly = Closed is null ? null : [.. Closed],
        Exceptions = Of(Exceptions),
        AddedExceptions = Of(AddExceptions),
        Default = Default,
        OpenMeans = OpenMeans,
        ClosedMeans = ClosedMeans,
    };

    /// <summary>A proposal once more, for what follows from a poll.</summary>
    internal static string Of(ScheduleProposal proposal, DateTimeZone zone)
    {
        var schedule = proposal.Schedule;
        var exceptions = schedule.Exceptions.Select(one => new ExceptionBody(one.Name, one.First, one.Lines, one.Last, one.Priority));
        return JsonSerializer.Serialize(new ScheduleBody(schedule.Resolution, schedule.EffectiveFrom.InZone(zone).LocalDateTime)
        {
            Closed = schedule.Weekly,
            Exceptions = [.. exceptions],
            Default = schedule.Default,
            OpenMeans = schedule.OpenMeans,
            ClosedMeans = schedule.ClosedMeans,
        }, GateBodies.Default.ScheduleBody);
    }

    private static ImmutableArray<DatedException>? Of(IReadOnlyList<ExceptionBody>? bodies) =>
        bodies is null ? null
            : [.. bodies.Select(body =>
                new DatedException(body.Name, body.First, body.Last ?? body.First, [.. body.Closed], body.Priority))];
}

/// <summary>Nights that begin on these dates; no lines means not closed.</summary>
internal sealed record ExceptionBody(
    string Name, LocalDate First, IReadOnlyList<DayLine> Closed, LocalDate? Last = null, int Priority = DatedException.UsualPriority)
{
    public IReadOnlyList<DayLine> Closed { get; } = Closed.Whole("closed")!;
}

/// <summary>A year's holidays as published in machine-readable form (the members of NateScarlet/holiday-cn).</summary>
internal sealed record HolidaysBody(string Resolution, LocalDateTime EffectiveFrom, CalendarBody Calendar)
{
    /// <summary>For nights that begin on a day off; left out: as on Saturdays.</summary>
    public IReadOnlyList<DayLine>? OffClosed { get; init => field = value.Whole("off_closed"); }
}

internal sealed record CalendarBody(int Year, IReadOnlyList<CalendarDay> Days)
{
    public IReadOnlyList<CalendarDay> Days { get; } = Days.Whole("days")!;

    internal HolidayCalendar ToCalendar() => new(Year, [.. Days.Select(day => new HolidayDay(day.Name, day.Date, day.IsOffDay))]);
}

internal sealed record CalendarDay(string Name, LocalDate Date, [property: JsonPropertyName("isOffDay")] bool IsOffDay);

/// <summary>An order, and why; value null takes a standing order back. Minutes for standing orders.</summary>
internal sealed record DoorBody(string Reason, DoorValue? Value = null, int? Minutes = null);

internal sealed record RevokeBody(string Resolution);

internal sealed record LockDownBody(bool On, string Reason);

internal sealed record ResetBody(string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    Converters = [typeof(DayLineConverter), typeof(WeeklyLineConverter), typeof(LocalDateConverter), typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(HolidaysBody))]
[JsonSerializable(typeof(DoorBody))]
[JsonSerializable(typeof(LockDownBody))]
[JsonSerializable(typeof(ResetBody))]
[JsonSerializable(typeof(RevokeBody))]
internal sealed partial class GateBodies : JsonSerializerContext;
