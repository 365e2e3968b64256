using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>
/// Firmware of a robot that sweeps: drives its route zone after zone, stands at an order until it may go, keeps out of zones it was told,
/// and gets stuck now and then.
/// </summary>
public sealed class SweeperRobot(DeviceOptions options, TimeProvider time, IReadOnlyList<string> zones, Random random)
    : Device(options with { Kind = "sweeper" }, time), ITraffic
{
    /// <summary>Zones of the demonstration's route.</summary>
    public static readonly string[] Ways = ["north-way", "yard", "school-way", "south-way"];

    private const double ZoneTakes = 40, ChargeTakes = 60, StuckFor = 45, StuckOneIn = 40, ReportEvery = 20;

    private readonly Lock _lock = new();
    private string[] _keptOut = [];
    private string _activity = "charging", _told = "";
    private int _zone;
    private double _left = 5, _report, _battery = 90, _bin = 20;

    public string Activity
    {
        get
        {
            lock (_lock)
                return _activity;
        }
    }

    public string Zone => zones[_zone];

    public void Step(double seconds)
    {
        Tick();
        bool isSwept;
        string told;
        lock (_lock)
        {
            isSwept = Drive(seconds);
            told = State();
        }
        if (isSwept)
            Record("route_done", string.Create(CultureInfo.InvariantCulture, $"{{\"route\":\"all\",\"area_m2\":{zones.Count * 400}}}"));
        if (told != _told)
            Record("sweeper", Report(told));
        else if ((_report += seconds) >= ReportEvery)
        {
            _report = 0;
            Telemetry("sweeper", Report(told));
        }
        _told = told;
    }

    protected override bool Perform(string action, JsonElement data)
    {
        lock (_lock)
            switch (action)
            {
                case "stop":
                    _activity = "stopped";
                    return true;
                case "go":
                    if (_activity == "stopped")
                        _activity = "sweeping";
                    return true;
                case "keep_out":
                    _keptOut = Word(data, "zones")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
                    return true;
                default:
                    return false;
            }
    }

    /// <summary>True at the end of its route.</summary>
    private bool Drive(double seconds)
    {
        if (_activity == "stopped" || (_left -= seconds) > 0)
            return false;
        if (_activity != "sweeping")
        {
            (_activity, _left) = ("sweeping", ZoneTakes);
            (_battery, _bin) = _battery < 40 ? (95, 10) : (_battery, _bin);
            return false;
        }
        (_battery, _bin) = (_battery - 6, Math.Min(100, _bin + 5));
        if (random.NextDouble() < 1 / StuckOneIn)
        {
            (_activity, _left) = ("stuck", StuckFor);
            return false;
        }
        _left = ZoneTakes;
        do
            _zone = (_zone + 1) % zones.Count;
        while (_keptOut.Contains(zones[_zone]) && _zone != 0);
        if (_zone != 0)
            return false;
        (_activity, _left) = ("charging", ChargeTakes);
        return true;
    }

    private string State() => $"\"activity\":\"{_activity}\",\"zone\":\"{zones[_zone]}\"";

    private string Report(string state) => string.Create(
        CultureInfo.InvariantCulture, $"{{{state},\"route\":\"all\",\"battery_pct\":{_battery:0},\"bin_pct\":{_bin:0}}}");
}
