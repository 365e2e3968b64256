using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Alerts;

/// <summary>Something that goes wrong with a device now and then, and for how long on average.</summary>
internal sealed record Trouble(string Kind, string Type, Severity Severity, double PerDevice, double Minutes);

/// <summary>One condition of one device that comes or goes.</summary>
internal readonly record struct Report(Instant At, DeviceId Device, Condition Said);

/// <summary>
/// What goes wrong in a month of the reference estate, drawn from one seed. How often is assumed, not measured: no public recording
/// tells it of such an estate. Beside it come sensors that flicker, and a switch that takes two hundred devices along.
/// </summary>
internal sealed class AlertMonth
{
    internal const int Days = 30;

    /// <summary>What all sensors of the car park and all chargers hang behind.</summary>
    internal static readonly DeviceId Switch = new("network", "garage");

    private static readonly Trouble[] Usual =
    [
        new("parking", DeviceFellSilent.Silent, Severity.Medium, 0.3, 90),
        new("parking", "weak_signal", Severity.Low, 0.2, 60),
        new("charger", DeviceFellSilent.Silent, Severity.Medium, 1, 10),
        new("charger", "over_power", Severity.Medium, 3, 5),
        new("charger", "over_temperature", Severity.High, 0.2, 30),
        new("bins", DeviceFellSilent.Silent, Severity.Medium, 0.5, 20),
        new("bins", "hot", Severity.Medium, 0.3, 60),
        new("gate", "door_open_too_long", Severity.Medium, 12, 3),
        new("gate", "forced_open", Severity.High, 1, 1),
        new("sign", DeviceFellSilent.Silent, Severity.Medium, 0.5, 30),
        new("patrol", "checkpoint_missed", Severity.Low, 6, 120),
    ];

    internal static readonly Duration OutageLasts = Duration.FromMinutes(20);

    private readonly Random _random = new(7);
    private readonly IReadOnlyList<DeviceId> _devices;
    private readonly Instant _from;

    internal AlertMonth(IEnumerable<DeviceId> devices, Instant from) => (_devices, _from) = ([.. devices], from);

    /// <summary>When the switch loses its power: in the first and the third week.</summary>
    internal IReadOnlyList<Instant> Outages => [_from + Duration.FromHours(100), _from + Duration.FromHours(400)];

    internal IReadOnlyList<DeviceId> BehindSwitch => [.. _devices.Where(device => device.Kind is "parking" or "charger")];

    internal IReadOnlyList<Report> Reports() => [.. _devices.SelectMany(Single)
        .Concat(Flicker("charger", "over_power", hours: 1, everySeconds: 20))
        .Concat(Flicker("charger", "over_power", hours: 6, everySeconds: 90))
        .Concat(Flicker("parking", DeviceFellSilent.Silent, hours: 24, everySeconds: 420)).Where(one => !IsCutOff(one))
        .Concat(Outages.SelectMany(Outage)).OrderBy(one => one.At)];

    /// <summary>Nothing is heard from behind a switch that is down.</summary>
    private bool IsCutOff(Report report) => report.Device.Kind is "parking" or "charger"
        && Outages.Any(begin => report.At >= begin && report.At < begin + OutageLasts);

    private IEnumerable<Report> Single(DeviceId device)
    {
        foreach (var trouble in Usual.Where(one => one.Kind == device.Kind))
            for (var times = Times(trouble.PerDevice); times > 0; times--)
            {
                var begin = _from + Duration.FromMinutes(_random.NextDouble() * Days * 24 * 60);
                yield return Say(begin, device, trouble.Type, trouble.Severity, true);
                var end = begin + Duration.FromMinutes(trouble.Minutes * -Math.Log(1 - _random.NextDouble()));
                yield return Say(end, device, trouble.Type, trouble.Severity, false);
            }
    }

    /// <summary>A whole number that is so many on average.</summary>
    private int Times(double mean) => (int)mean + (_random.NextDouble() < mean - (int)mean ? 1 : 0);

    private IEnumerable<Report> Flicker(string kind, string type, double hours, double everySeconds)
    {
        var device = _devices.Where(one => one.Kind == kind).ElementAt(_random.Next(10));
        var begin = _from + Duration.FromDays(_random.Next(Days - 2));
        for (var i = 0; i < hours * 3600 / everySeconds; i++)
            yield return Say(begin + Duration.FromSeconds(i * everySeconds), device, type, Severity.Medium, i % 2 == 0);
        yield return Say(begin + Duration.FromHours(hours), device, type, Severity.Medium, false);
    }

    /// <summary>Each is found silent by its own last word, within two minutes; after twenty all are back.</summary>
    private IEnumerable<Report> Outage(Instant begin)
    {
        foreach (var device in BehindSwitch.Append(Switch))
        {
            yield return Say(begin + Duration.FromSeconds(_random.Next(120)), device, DeviceFellSilent.Silent, Severity.Medium, true);
            var back = begin + OutageLasts + Duration.FromSeconds(_random.Next(60));
            yield return Say(back, device, DeviceFellSilent.Silent, Severity.Medium, false);
        }
    }

    private static Report Say(Instant at, DeviceId device, string type, Severity severity, bool isActive) =>
        new(at, device, new(type, "", severity, isActive, Text.Same(type)));
}
