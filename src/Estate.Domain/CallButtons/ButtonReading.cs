using System.Text.Json.Serialization;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.CallButtons;

/// <summary>What stands on a button.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<CallWord>))]
internal enum CallWord
{
    Taxi,
    Help,

    /// <summary>Takes a taxi back; nobody takes back a call for help from afar.</summary>
    Cancel,
}

/// <summary>What a call button says.</summary>
public abstract record ButtonReading : IReading
{
    public virtual Rejection? Fault => null;

    public virtual bool IsUrgent => false;
}

/// <summary>A button was let go, or is held down for so long already.</summary>
/// <param name="HeldMs">Milliseconds; from three seconds on it is help, whatever stands on it.</param>
/// <param name="Card">Held to the reader before; null where the button has none, or nobody held one.</param>
internal sealed record ButtonPress(CallWord Button, double HeldMs = 0, CardToken? Card = null) : ButtonReading
{
    internal const double HelpFromMs = 3_000, LongestMs = 3_600_000;

    internal bool IsHelp => Button == CallWord.Help || HeldMs >= HelpFromMs;

    public override bool IsUrgent => IsHelp;

    public override Rejection? Fault =>
        HeldMs is >= 0 and <= LongestMs ? null : new(RejectReason.BadMember, $"held_ms is 0 to {LongestMs}");
}

/// <summary>It is there; at least every quarter of an hour.</summary>
/// <param name="Down">A button is down now.</param>
internal sealed record ButtonHeartbeat(bool Down) : ButtonReading
{
    public double? BatteryPct { get; init; }

    public override Rejection? Fault =>
        BatteryPct is null or (>= 0 and <= 100) ? null : new(RejectReason.BadMember, "battery_pct is 0 to 100");
}

/// <summary>The button's messages as JSON.</summary>
[JsonSerializable(typeof(ButtonPress))]
[JsonSerializable(typeof(ButtonHeartbeat))]
internal sealed partial class ButtonWire : JsonSerializerContext
{
    internal static ButtonWire With(CardHasher hasher) => new(WireOptions.With(hasher.WireConverter()));
}
