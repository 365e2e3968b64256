using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>
/// Sockets as a time series: at each change that matters, and once a minute, so that idle sockets cost little. Of one that is not heard of
/// any more only that: what it measured before is not measured again.
/// </summary>
internal static class SocketSeries
{
    private static readonly Duration AtLeastEvery = Duration.FromMinutes(1);
    private static readonly Duration AtMostEvery = Duration.FromSeconds(1);
    private const double Share = 0.05;
    private const double Watts = 5;

    internal static ChargerState Export(ChargerState state, BoardStep step)
    {
        foreach (var socket in state.Sockets)
        {
            if (socket.Last is not { } last)
                continue;
            var (isNow, status) = (state.IsFresh(socket, step.At), state.StatusOf(socket, step.At));
            var reading = isNow ? last : new(socket.Number);
            var watt = reading.PowerW ?? 0;
            if (isNow ? !IsDue(socket, watt, status, step.At) : socket.Exported?.Status == status)
                continue;
            state = state.With(socket with { Exported = (step.At, watt, status) });
            Measure(reading, status, step.Effects.Now.At, step);
        }
        return state;
    }

    /// <summary>What a board kept while it was away: history, which decides nothing.</summary>
    internal static void ExportLate(BoardSnapshot snapshot, BoardStep step)
    {
        foreach (var reading in snapshot.Sockets)
            Measure(reading, SocketStatus.Unavailable, step.Time.At, step);
    }

    private static void Measure(SocketReading reading, SocketStatus status, Instant at, BoardStep step) =>
        step.Effects.Measure(new("socket", at,
        [("charger", step.Device.Name), ("socket", reading.Socket.ToString(CultureInfo.InvariantCulture))], Fields(reading, status)));

    private static bool IsDue(SocketState socket, double watt, SocketStatus status, Duration at) => socket.Exported is not { } last
        || at - last.At >= AtLeastEvery
        || status != last.Status
        || (at - last.At >= AtMostEvery && Math.Abs(watt - last.PowerW) > Math.Max(Watts, Share * last.PowerW));

    private static ImmutableArray<(string Key, FieldValue Value)> Fields(SocketReading reading, SocketStatus status)
    {
        var fields = ImmutableArray.CreateBuilder<(string, FieldValue)>();
        fields.Add(("state", (int)status));
        if (reading.Closed is { } closed)
            fields.Add(("relay", closed ? 1 : 0));
        foreach (var (name, value) in new[] { ("power_w", reading.PowerW), ("current_a", reading.CurrentA), ("voltage_v", reading.VoltageV),
            ("energy_wh", reading.EnergyWh), ("temp_c", reading.TempC) })
            if (value is { } measured)
                fields.Add((name, measured));
        return fields.ToImmutable();
    }
}
