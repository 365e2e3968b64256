using NodaTime;

namespace Estate.Domain.Points;

/// <summary>The estate's points programme: its name is part of every award's identity, its zone says which day it is.</summary>
public sealed record PointsProgramme(string Name, DateTimeZone Zone, PolicyHistory Policies)
{
    /// <summary>A tap received later than this goes to review; ids are remembered a little longer.</summary>
    public static readonly Duration AwardableFor = Duration.FromDays(35);

    public static readonly Duration IdsRememberedFor = Duration.FromDays(37);

    /// <summary>A roll set aside and neither handed out nor cancelled goes back.</summary>
    public static readonly Duration ReservationLasts = Duration.FromMinutes(15);

    /// <summary>How many sessions of a household brought points that day.</summary>
    public int SessionsOn(LocalDate date, string household, Ledger ledger)
    {
        var sessions = 0;
        foreach (var window in Policies.AllWindows)
            if (ledger.Contains(TransferIds.Award(Name, household, date, window)))
                sessions++;
        return sessions;
    }

    /// <summary>The window that is open now, or null.</summary>
    public DisposalWindow? OpenAt(Instant now) => Policies.At(now).WindowAt(now.InZone(Zone).TimeOfDay);

    /// <summary>How long until residents may bring waste again; zero while they may.</summary>
    public Duration OpensIn(Instant now)
    {
        var (local, windows) = (now.InZone(Zone).LocalDateTime, Policies.At(now).Windows);
        if (OpenAt(now) is not null)
            return Duration.Zero;
        var today = windows.Where(window => window.Start > local.TimeOfDay).Select(window => local.Date + window.Start);
        var next = today.Concat(windows.Select(window => local.Date.PlusDays(1) + window.Start)).Min();
        return next.InZoneLeniently(Zone).ToInstant() - now;
    }
}
