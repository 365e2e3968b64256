using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Estate.Domain.Gate.Schedules;

/// <summary>
/// One version of the committee's hours: a weekly table, dated exceptions, a default. Total: every instant has a value.
/// Lines belong to the day on which they begin; today's outrank what reaches over from yesterday.
/// </summary>
public sealed record GateSchedule
{
    public int Version { get; init; }
    public Instant EffectiveFrom { get; init; } = Instant.MinValue;
    public ImmutableArray<WeeklyLine> Weekly { get; init; } = [new(WeeklyLine.EveryDay, new DayLine(23 * 60, 29 * 60))];
    public ImmutableArray<DatedException> Exceptions { get; init; } = [];
    public GateValue Default { get; init; }
    public GateAccess OpenMeans { get; init; }
    public GateAccess ClosedMeans { get; init; } = GateAccess.CardRequired;
    public string Author { get; init; } = "";
    public string? Approver { get; init; }
    public Instant? ApprovedAt { get; init; }

    /// <summary>The committee's resolution that this rests on.</summary>
    public string Resolution { get; init; } = "";

    /// <summary>Over everything above, made when approved: it detects a version damaged on the disk.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>When nothing else is known: closed, a card opens.</summary>
    public static readonly GateSchedule Restrictive = new()
    {
        Weekly = [],
        Default = GateValue.Closed,
        ClosedMeans = GateAccess.CardRequired
    };

    public GateValue At(Instant instant, DateTimeZone zone) => At(instant.InZone(zone).LocalDateTime);

    /// <summary>By the wall clock; an hour that comes twice in a zone with summer time has the same value both times.</summary>
    public GateValue At(LocalDateTime local)
    {
        var minute = (local.Hour * 60) + local.Minute;
        return Find(local.Date, minute) ?? Find(local.Date.PlusDays(-1), minute + DayLine.MinutesPerDay) ?? Default;
    }

    public GateAccess Means(GateValue value) => value == GateValue.Open ? OpenMeans : ClosedMeans;

    /// <summary>The lines that begin on a date.</summary>
    public IEnumerable<DayLine> LinesOf(LocalDate date) =>
        ExceptionOf(date)?.Lines.AsEnumerable() ?? Weekly.Where(line => line.Days.Contains(date.DayOfWeek)).Select(line => line.Line);

    public GateSchedule Seal() => this with { Checksum = Digest() };

    public bool IsIntact => Checksum == Digest();

    private DatedException? ExceptionOf(LocalDate date)
    {
        DatedException? chosen = null;
        foreach (var exception in Exceptions)
            if (exception.Covers(date) && (chosen is null || exception.Priority < chosen.Priority))
                chosen = exception;
        return chosen;
    }

    /// <summary>The first of a date's lines that has the minute; asked all day long, so nothing is allocated for it.</summary>
    private GateValue? Find(LocalDate date, int minute)
    {
        if (ExceptionOf(date) is { } exception)
        {
            foreach (var line in exception.Lines)
                if (line.Contains(minute))
                    return line.Value;
            return null;
        }
        var day = date.DayOfWeek;
        foreach (var weekly in Weekly)
            if (weekly.Line.Contains(minute) && weekly.Days.Contains(day))
                return weekly.Line.Value;
        return null;
    }

    private string Digest()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture, $"{Version}|{EffectiveFrom.ToUnixTimeMilliseconds()}|{Default}|{OpenMeans}|{ClosedMeans}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Author}|{Approver}|{ApprovedAt?.ToUnixTimeMilliseconds()}|{Resolution}");
        foreach (var line in Weekly)
            text.AppendLine(line.ToString());
        foreach (var one in Exceptions)
            text.Append(CultureInfo.InvariantCulture, $"{one.Name}|{one.First:uuuu-MM-dd}|{one.Last:uuuu-MM-dd}|{one.Priority}|")
                .AppendJoin(';', one.Lines).AppendLine(one.Source is null ? "" : "|" + one.Source);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
