using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>A charger in a few lines.</summary>
internal static class ChargerCard
{
    internal static IEnumerable<CardLine> Lines(ChargerState state)
    {
        yield return InUse(
            new(state.Sockets.Count(socket => socket.Session is not null), state.Sockets.Count(IsUnheard), state.Sockets.Length));
        var watt = state.Sockets.Sum(socket => socket.Last?.PowerW ?? 0);
        if (watt > 0)
            yield return new(new("总功率", "Power"), Text.Same(string.Create(CultureInfo.InvariantCulture, $"{watt:0} W")));
        if (state.IsMeasuredOnly)
            yield return Current([.. state.Sockets.Select(socket => socket.Last?.CurrentA).OfType<double>()]);
        foreach (var trip in state.Trips.OrderByDescending(trip => Protection.Of(trip.Kind).Severity))
        {
            var protection = Protection.Of(trip.Kind);
            var where = trip.Socket == 0 ? new Text("整桩", "whole charger") : new Text($"插座 {trip.Socket}", $"socket {trip.Socket}");
            yield return new(
                protection.Title, trip.IsActive ? where : new($"{where.Zh}，待复位", $"{where.En}, waits for a reset"),
                protection.Severity == Severity.High ? Tone.Alarm : Tone.Warning);
        }
    }

    /// <summary>Since the start: with a session or without, nobody knows what it does now.</summary>
    private static bool IsUnheard(SocketState socket) => socket.HeardAt is null && socket.Session is null;

    private static CardLine InUse(DoubtfulCount busy) => new(
        new("使用中", "In use"),
        Text.Same(busy.IsUnknown ? DoubtfulCount.Unknown : string.Create(CultureInfo.InvariantCulture, $"{busy.Number} / {busy.Total}")),
        busy.IsTellable ? Tone.Good : Tone.Unknown);

    private static CardLine Current(List<double> amperes) => new(
        new("总电流", "Current"),
        Text.Same(amperes.Count == 0 ? "--" : string.Create(CultureInfo.InvariantCulture, $"{amperes.Sum():0.0} A")),
        amperes.Count == 0 ? Tone.Unknown : Tone.Good);

    internal static IEnumerable<HomeAssistantValue> HomeAssistantValues(ChargerState state)
    {
        yield return HomeAssistantValue.OfFlag("protection", new("保护动作", "Protection"), state.Trips.Length > 0, "safety");
        yield return HomeAssistantValue.OfNumber("temperature", new("温度", "Temperature"), state.TempC, "°C", "temperature");
        foreach (var socket in state.Sockets)
        {
            var (key, last) = (string.Create(CultureInfo.InvariantCulture, $"socket_{socket.Number}_"), socket.Last);
            Text Name(string zh, string en) => new($"插座 {socket.Number} {zh}", $"Socket {socket.Number} {en}");
            yield return HomeAssistantValue.OfFlag(key + "in_use", Name("使用中", "in use"), socket.Session is not null);
            yield return HomeAssistantValue.OfNumber(key + "power", Name("功率", "power"), last?.PowerW, "W", "power");
            if (state.IsMeasuredOnly)
                yield return HomeAssistantValue.OfNumber(key + "current", Name("电流", "current"), last?.CurrentA, "A", "current");
            yield return HomeAssistantValue.OfNumber(key + "energy", Name("电量", "energy"), last?.EnergyWh, "Wh", "energy", isCounter: true);
        }
    }
}
