using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Gate;

/// <summary>
/// What profiles can give of a strike's relay of another make, and how it is ordered. It has no exit button and no fire contact: those
/// belong into the lock's own circuit, since nobody knows when a foreign relay is heard (decision 50).
/// </summary>
internal static class ProfiledGate
{
    internal const string Release = "release";
    internal const string Lock = "lock";

    /// <summary>
    /// Such a device cannot tell an old order from a new one, so a release is kept for it as briefly as a card counts: nobody stands there
    /// any more.
    /// </summary>
    private static readonly Duration OrderLasts = CardDecisions.FreshFor;

    internal static IReadOnlyList<ReadingShape> Readings { get; } =
    [
        new("door", [ReadingField.Flag("open"), ReadingField.Flag("locked"), ReadingField.Flag("tampered")],
            values => new DoorPart(values.Flag(0), values.Flag(1), values.Flag(2))),
    ];

    internal static IReadOnlyList<OrderShape> Orders { get; } =
    [
        new(Release, new Dictionary<string, double> { ["max_s"] = 5 }, []) { Limit = "max_s", IsNeeded = true },
        new(Lock) { IsNeeded = true },
        new("read"),
    ];

    /// <param name="length">After which the relay falls back by itself.</param>
    internal static Command Order(DeviceId device, bool locked, Duration length, Instant at)
    {
        var action = locked ? Lock : Release;
        var id = string.Create(CultureInfo.InvariantCulture, $"{device.Name}-{at.ToUnixTimeMilliseconds()}-{action}");
        return new(id, device, action, at, at + OrderLasts,
            locked ? [] : [("max_s", Math.Ceiling(length.TotalSeconds).ToString(CultureInfo.InvariantCulture))]);
    }
}
