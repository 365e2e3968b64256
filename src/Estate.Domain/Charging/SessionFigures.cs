using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>A session that ended, without its curve.</summary>
public sealed record SessionFigures : IFigures
{
    public int Socket { get; init; }
    public StopReason Reason { get; init; }
    public double EnergyWh { get; init; }
    public long DurationS { get; init; }
    public int Interruptions { get; init; }

    public IEnumerable<Measurement> Of(DeviceId device, Instant at) => [new("charge_session", at,
        [("charger", device.Name), ("socket", string.Create(CultureInfo.InvariantCulture, $"{Socket}"))],
        [("duration_s", (int)DurationS), ("energy_wh", EnergyWh), ("stop_reason", (int)Reason), ("interruptions", Interruptions)])];
}
