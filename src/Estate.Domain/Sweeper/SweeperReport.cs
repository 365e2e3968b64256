using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Sweeper;

/// <summary>What a sweeper does.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SweeperActivity>))]
public enum SweeperActivity
{
    Idle,
    Charging,
    Sweeping,

    /// <summary>To its dock.</summary>
    Returning,

    /// <summary>By an order; it stands until it may go.</summary>
    Stopped,

    /// <summary>It cannot go on by itself.</summary>
    Stuck,
}

/// <summary>What a sweeper says.</summary>
public abstract record SweeperReading : IReading
{
    /// <summary>Letters of a zone's or route's name.</summary>
    internal const int LongestName = 40;

    public abstract Rejection? Fault { get; }

    private protected static Rejection? NameFault(string member, string? name) => name is null or { Length: > 0 and <= LongestName } ? null
        : new(RejectReason.BadMember, $"{member} has 1 to {LongestName} letters");
}

/// <summary>All it knows of itself, at every change and now and then.</summary>
internal sealed record SweeperReport(SweeperActivity Activity) : SweeperReading
{
    /// <summary>Where it is; null where it does not know.</summary>
    public string? Zone { get; init; }
    public string? Route { get; init; }
    public double? BatteryPct { get; init; }

    /// <summary>How full its bin is.</summary>
    public double? BinPct { get; init; }

    [JsonIgnore]
    public bool IsMoving => Activity is SweeperActivity.Sweeping or SweeperActivity.Returning;

    public override Rejection? Fault => BatteryPct is < 0 or > 100 ? new(RejectReason.BadMember, "battery_pct is 0 to 100")
        : BinPct is < 0 or > 100 ? new(RejectReason.BadMember, "bin_pct is 0 to 100")
        : NameFault("zone", Zone) ?? NameFault("route", Route);
}

/// <summary>It has swept a route to its end.</summary>
internal sealed record RouteReport(string Route, double AreaM2) : SweeperReading
{
    private const double MaxAreaM2 = 1_000_000;

    public override Rejection? Fault => AreaM2 is < 0 or > MaxAreaM2
        ? new(RejectReason.BadMember, FormattableString.Invariant($"area_m2 is 0 to {MaxAreaM2:0}")) : NameFault("route", Route);
}

/// <summary>The sweeper's messages as JSON.</summary>
[JsonSerializable(typeof(SweeperReport))]
[JsonSerializable(typeof(RouteReport))]
internal sealed partial class SweeperWire : JsonSerializerContext
{
    internal static SweeperWire Reader { get; } = new(WireOptions.With());
}
