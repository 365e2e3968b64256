using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of a box on a lift's controller: each time it tells the lift's whole state. It takes no orders.</summary>
public sealed class LiftMonitor(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "lift" }, time)
{
    /// <summary>From 1, the lowest landing.</summary>
    public int Position { get; set; } = 1;

    /// <summary>stopped, up or down.</summary>
    public string Direction { get; set; } = "stopped";
    public bool IsDoorOpen { get; set; }

    /// <summary>Level with a landing.</summary>
    public bool IsInDoorZone { get; set; } = true;
    public double LoadKg { get; set; }
    public long Trips { get; set; }
    public bool IsAlarmPressed { get; set; }

    /// <summary>Words of fault_signals.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];
    public string Mode { get; set; } = "normal";

    /// <summary>What must not be lost: the alarm, a fault, a mode, the mains.</summary>
    public string TellChange() => Record("car", State);

    public void Beat() => Telemetry("car", State);

    protected override bool Perform(string action, JsonElement data) => false;

    private string State => string.Create(CultureInfo.InvariantCulture,
        $$"""
        {"car_position":{{Position}},"car_moving_direction":"{{Direction}}","car_door_status":"{{(IsDoorOpen ? "opened" : "closed")}}",
        """ + $$"""
        "car_door_zone":{{Word(IsInDoorZone)}},"car_load_kg":{{LoadKg:0}},"car_mode":"{{Mode}}","passenger_alarm":{{Word(IsAlarmPressed)}},
        """ + $$"""
        "fault_signals":[{{string.Join(',', Faults.Select(one => $"\"{one}\""))}}],"occupied":{{Word(LoadKg > 0)}},"trips":{{Trips}}}
        """).ReplaceLineEndings("");

    private static string Word(bool flag) => flag ? "true" : "false";
}
