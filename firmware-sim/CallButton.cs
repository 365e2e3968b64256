using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Estate.FirmwareSim;

/// <summary>Firmware of a call button with a card reader, a display and a voice.</summary>
public sealed class CallButton(DeviceOptions options, TimeProvider time) : Device(options with { Kind = "call-button" }, time)
{
    /// <summary>What the display showed, the newest last.</summary>
    public ConcurrentQueue<string> Shown { get; } = [];

    /// <summary>What the voice said.</summary>
    public ConcurrentQueue<string> Spoken { get; } = [];

    public bool IsDown { get; set; }

    /// <param name="button">taxi, help or cancel.</param>
    public string Press(string button, TimeSpan held = default, string? card = null)
    {
        var more = card is null ? "" : $",\"card\":\"{card}\"";
        return Record("press", string.Create(
            CultureInfo.InvariantCulture, $"{{\"button\":\"{button}\",\"held_ms\":{held.TotalMilliseconds:0}{more}}}"));
    }

    public void Beat() => Telemetry("button", $"{{\"down\":{(IsDown ? "true" : "false")},\"battery_pct\":88}}");

    protected override bool Perform(string action, JsonElement data)
    {
        if (action != "show" || Word(data, "text") is not { } text)
            return false;
        Shown.Enqueue(text);
        if (Word(data, "voice") is { } voice)
            Spoken.Enqueue(voice);
        return true;
    }
}
