using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;

namespace Estate.Domain.Gate;

/// <summary>What a gate says, through MQTT or its wires.</summary>
public abstract record GateReading : IReading
{
    public virtual bool IsUrgent => false;
}

/// <summary>A card at the reader.</summary>
internal sealed record CardPresented(CardToken Card) : GateReading;

/// <summary>A frame that is no card, and why: a word of <see cref="Wiegand"/>.</summary>
internal sealed record FrameRefused(string Reason, int Length) : GateReading;

/// <summary>
/// All inputs as they are; null where none is fitted. Always all of them, so that a lost change heals with the next.
/// </summary>
internal sealed record DoorInputs(bool? Open, bool? Locked, bool? Exit, bool? Fire, bool? Tamper) : GateReading
{
    /// <summary>Terminals that let people out: without them a gate must not lock.</summary>
    internal static readonly string[] Safety = ["exit", "fire"];

    /// <summary>Names of wired terminals that cannot be read; their value is null. Only the gateway itself knows.</summary>
    [JsonIgnore]
    public ImmutableArray<string> UnavailableInputs { get; init; } = [];

    public override bool IsUrgent => Fire == true || Exit == true;
}

/// <summary>What a relay of another make says of its door; null where it says nothing of it, which is then as it was.</summary>
internal sealed record DoorPart(bool? Open, bool? Locked, bool? Tampered) : GateReading
{
    internal DoorInputs Over(GateState state) => new(
        Open ?? state.IsOpen, Locked ?? state.IsLockSensed, Exit: null, Fire: null, Tampered ?? state.IsTampered);
}
