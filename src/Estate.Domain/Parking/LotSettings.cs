using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.Parking;

/// <summary>A lot's own lines of the inventory.</summary>
internal sealed record LotSettings(ImmutableArray<DeviceId> Signs)
{
    public static LotSettings From(DeviceSettings settings) => new(
        [.. settings.Values.GetValueOrDefault("signs", "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
        .Select(name => new DeviceId(SignKind.KindName, name))]);
}
