using NodaTime;

namespace Estate.Domain.Points;

/// <summary>The estate's points programme: its name is part of every award's identity, its zone says which day it is.</summary>
public sealed record PointsProgramme(string Name, DateTimeZone Zone, PolicyHistory Policies)
{
    /// <summary>A tap heard of later than this goes to review; ids are remembered a little longer.</summary>
    public static readonly Duration AwardableFor = Duration.FromDays(35);

    public static readonly Duration IdsRememberedFor = Duration.FromDays(37);

    /// <summary>A roll set aside and neither handed out nor cancelled goes back.</summary>
    public static readonly Duration ReservationLasts = Duration.FromMinutes(15);
}
