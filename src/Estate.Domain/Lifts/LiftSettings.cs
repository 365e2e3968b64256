using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Lifts;

/// <summary>A lift's own lines of the inventory.</summary>
/// <param name="Lowest">As people write the lowest landing.</param>
internal sealed record LiftSettings(int Lowest, int Landings)
{
    /// <summary>So long it may stand between floors, or at a landing with a door that should open.</summary>
    public Duration StuckAfter { get; init; }

    /// <summary>So long a journey past no landing may take.</summary>
    public Duration TravelAfter { get; init; }
    public int MaintenanceDays { get; init; }

    /// <summary>As people write the landings, the lowest first, where they do not just count: 3, 3A, 5.</summary>
    private ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Trips between two maintenances; null: by date only.</summary>
    public int? MaintenanceTrips { get; init; }

    /// <summary>Car_Position is one byte, 255 of it "not known".</summary>
    private const int MaxLandings = 254;
    private const int LowestFloor = -20, LongestName = 6;

    /// <summary>Seconds; any journey takes so long, and nobody is trapped by it.</summary>
    private const double Shortest = 5;

    private static readonly ImmutableArray<string> Words =
        [.. Enumerable.Range(LowestFloor, MaxLandings - LowestFloor + 2).Select(floor => floor.ToString(CultureInfo.InvariantCulture))];

    /// <summary>No floor is called 0: below the first is -1.</summary>
    internal string? FloorOf(int? position)
    {
        if (position is not { } landing)
            return null;
        if (!Names.IsEmpty)
            return Names[landing - 1];
        var floor = Lowest + landing - 1;
        return Words[floor + (Lowest < 0 && floor >= 0 ? 1 : 0) - LowestFloor];
    }

    /// <summary>The landing that people write so; null where there is none.</summary>
    internal int? PositionOf(string floor) =>
        Enumerable.Range(1, Landings).Cast<int?>().FirstOrDefault(landing => FloorOf(landing) == floor);

    /// <summary>Half-monthly by law (TSG T5002-2017); other intervals where the firm's plan says so.</summary>
    public static LiftSettings From(DeviceSettings settings)
    {
        var names = NamesOf(settings);
        return new(
            settings.Whole("lowest", 1, LowestFloor, 1), names.IsEmpty ? settings.Whole("landings", 18, 2, MaxLandings) : names.Length)
        {
            Names = names,
            StuckAfter = settings.Seconds("stuck_s", 20, Shortest),
            TravelAfter = settings.Seconds("travel_s", 60, Shortest),
            MaintenanceDays = settings.Whole("maintenance_days", 15, 1, 366),
            MaintenanceTrips = settings.Whole("maintenance_trips", 0, 0, 10_000_000) is > 0 and var trips ? trips : null,
        };
    }

    private static ImmutableArray<string> NamesOf(DeviceSettings settings)
    {
        if (settings.Values.GetValueOrDefault("floors") is not { } written)
            return [];
        if (settings.Values.ContainsKey("landings") || settings.Values.ContainsKey("lowest"))
            throw new FormatException($"{settings.Device}: floors names all landings; leave landings and lowest out");
        ImmutableArray<string> names = [.. written.Split(',', StringSplitOptions.TrimEntries)];
        return names.Length is >= 2 and <= MaxLandings && names.All(one => one.Length is > 0 and <= LongestName)
            && names.Distinct().Count() == names.Length ? names : throw new FormatException(
                $"{settings.Device}: floors is '{written}', expected 2 to {MaxLandings} different names of 1 to {LongestName} letters, "
                + "the lowest first, such as -1, 1, 2, 3, 3A");
    }
}
