using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>A device kind as the machine and the adapters see it: a name, schemas, and state transitions on objects.</summary>
public interface IDeviceKind
{
    string Name { get; }
    Text Title { get; }

    /// <summary>No word for this long means silent.</summary>
    Duration SilentAfter { get; }

    /// <summary>The readings by message type; each enforces its required members.</summary>
    IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }
    JsonTypeInfo StateSchema { get; }
    JsonTypeInfo FactSchema { get; }

    /// <summary>The time series its devices write.</summary>
    IReadOnlyList<SeriesSchema> Series { get; }

    /// <summary>What a rule may ask a device for, by name; the slice may still refuse.</summary>
    IReadOnlyDictionary<string, JsonTypeInfo> RuleRequests { get; }

    /// <summary>Payloads of sensors that do not speak our protocol, by the codec's name in the inventory.</summary>
    IReadOnlyDictionary<string, UplinkCodec> UplinkCodecs { get; }

    /// <summary>Devices that speak MQTT in their makers' way, by the codec's name in the inventory.</summary>
    IReadOnlyDictionary<string, TopicCodec> TopicCodecs { get; }

    /// <summary>For devices on the gateway's own pins.</summary>
    Terminals Terminals { get; }

    /// <exception cref="FormatException">A setting that cannot be; names it and says what is possible.</exception>
    object Initial(DeviceSettings settings);

    /// <summary>A saved state fitted to the inventory of today.</summary>
    object Adopt(object saved, object initial);

    /// <summary>The types of facts that <see cref="Recover"/> needs.</summary>
    IReadOnlyList<Type> RecoversFrom { get; }

    /// <summary>A state made anew after the saved one was found damaged, from the device's facts, newest first.</summary>
    object Recover(object initial, IReadOnlyList<Fact> facts);
    object Step(object state, IReading reading, Occurrence occurrence, Effects effects);
    object Handle(object state, IDeviceRequest request, Instant now, Effects effects);
    object Note(object state, CommandReply reply, Effects effects);
    object Tick(object state, DeviceId device, Instant now, Effects effects);
    IEnumerable<CardLine> Describe(object state);

    /// <summary>0 to 100; null for devices without one, and while it is not known.</summary>
    double? BatteryPct(object state);

    /// <summary>What a home may show of it.</summary>
    IEnumerable<HomeValue> HomeValues(object state);

    /// <summary>What of a household is still going on here, so that it cannot be forgotten yet.</summary>
    IEnumerable<Text> Unfinished(object state, string household, Instant now);
}

/// <summary>
/// What is happening: to whom, when, and under which event id (null for telemetry). <paramref name="IsOvertaken"/>: an event
/// numbered after it was heard before.
/// </summary>
public readonly record struct Occurrence(DeviceId Device, EventTime Time, string? EventId, bool IsOvertaken = false);

/// <summary>One reading out of a foreign sensor's application payload; null when these bytes are not of that sensor.</summary>
public delegate IReading? UplinkCodec(UplinkPayload uplink, DeviceSettings settings);

/// <summary>What a radio sensor sent, decrypted: its LoRaWAN port (0 to 255) and bytes.</summary>
public sealed record UplinkPayload(int Port, byte[] Bytes);

/// <summary>A device's own lines of the inventory, by name.</summary>
public sealed record DeviceSettings(DeviceId Device, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Its terminals on this computer's own lines; with any of them it is heard there and nowhere else.</summary>
    public IReadOnlyList<string> Wires { get; init; } = [];

    public bool IsWired => Wires.Count > 0;

    /// <exception cref="FormatException">Not a number from <paramref name="min"/> to <paramref name="max"/>.</exception>
    public double Number(string name, double otherwise, double min, double max, string unit = "") =>
        !Values.TryGetValue(name, out var text) ? otherwise
        : FiniteNumber.TryParse(text, out var number) && number >= min && number <= max ? number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"{min} to {max}{unit}"));

    /// <exception cref="FormatException">Not a whole number from <paramref name="min"/> to <paramref name="max"/>.</exception>
    public int Whole(string name, int otherwise, int min, int max) =>
        Number(name, otherwise, min, max) is var number && number == Math.Floor(number) ? (int)number
        : throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number, {min} to {max}"));

    /// <summary>A length of time given in seconds.</summary>
    /// <exception cref="FormatException">Not 0 to 3600 seconds.</exception>
    public Duration Seconds(string name, double otherwise) => Duration.FromSeconds(Number(name, otherwise, 0, 3600, " seconds"));

    /// <summary>One of the words.</summary>
    /// <exception cref="FormatException">Another word.</exception>
    public string Word(string name, string otherwise, params string[] words) =>
        Values.GetValueOrDefault(name, otherwise) is var word && words.Contains(word) ? word : throw Wrong(name, string.Join(" or ", words));

    private FormatException Wrong(string name, string expected) => new($"{Device}: {name} is '{Values[name]}', expected {expected}");
}

/// <summary>Base of a device kind: the slice overrides typed transitions; nothing here does I/O or reads a clock.</summary>
public abstract class DeviceKind<TReading, TState> : IDeviceKind
    where TReading : class, IReading
    where TState : class
{
    public abstract string Name { get; }
    public abstract Text Title { get; }
    public abstract Duration SilentAfter { get; }
    public abstract IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; }
    public abstract IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; }
    public abstract JsonTypeInfo StateSchema { get; }
    public abstract JsonTypeInfo FactSchema { get; }

    public virtual IReadOnlyList<SeriesSchema> Series => [];

    public virtual IReadOnlyDictionary<string, JsonTypeInfo> RuleRequests { get; } = new Dictionary<string, JsonTypeInfo>();

    public virtual IReadOnlyDictionary<string, UplinkCodec> UplinkCodecs { get; } = new Dictionary<string, UplinkCodec>();

    public virtual IReadOnlyDictionary<string, TopicCodec> TopicCodecs { get; } = new Dictionary<string, TopicCodec>();

    public virtual Terminals Terminals => Terminals.None;

    public virtual IReadOnlyList<Type> RecoversFrom => [];

    protected abstract TState Initial(DeviceSettings settings);
    protected abstract TState Step(TState state, TReading reading, Occurrence occurrence, Effects effects);
    protected abstract IEnumerable<CardLine> Describe(TState state);

    protected virtual double? BatteryPct(TState state) => null;

    protected virtual IEnumerable<HomeValue> HomeValues(TState state) => [];

    protected virtual IEnumerable<Text> Unfinished(TState state, string household, Instant now) => [];

    protected virtual TState Adopt(TState saved, TState initial) => saved;

    protected virtual TState Recover(TState initial, IReadOnlyList<Fact> facts) => initial;

    protected virtual TState Handle(TState state, IDeviceRequest request, Instant now, Effects effects)
    {
        if (request is ResetLatch reset)
        {
            effects.Record(new LatchReset(reset.Device, effects.Time, reset.Type, reset.Component, effects.By ?? "", reset.Reason));
            return state;
        }
        effects.Refuse(request.Device, RejectReason.UnknownCommand, $"{Name} does not know {Words.Of(request)}");
        return state;
    }

    /// <summary>The device's word on a command; what was observed counts for more.</summary>
    protected virtual TState Note(TState state, CommandReply reply, Effects effects) => state;

    protected virtual TState Tick(TState state, DeviceId device, Instant now, Effects effects) => state;

    object IDeviceKind.Initial(DeviceSettings settings) => Initial(settings);

    object IDeviceKind.Adopt(object saved, object initial) => Adopt((TState)saved, (TState)initial);

    object IDeviceKind.Recover(object initial, IReadOnlyList<Fact> facts) => Recover((TState)initial, facts);

    object IDeviceKind.Step(object state, IReading reading, Occurrence occurrence, Effects effects) =>
        Step((TState)state, (TReading)reading, occurrence, effects);

    object IDeviceKind.Handle(object state, IDeviceRequest request, Instant now, Effects effects) =>
        Handle((TState)state, request, now, effects);

    object IDeviceKind.Note(object state, CommandReply reply, Effects effects) => Note((TState)state, reply, effects);

    object IDeviceKind.Tick(object state, DeviceId device, Instant now, Effects effects) =>
        Tick((TState)state, device, now, effects);

    IEnumerable<CardLine> IDeviceKind.Describe(object state) => Describe((TState)state);

    double? IDeviceKind.BatteryPct(object state) => BatteryPct((TState)state);

    IEnumerable<HomeValue> IDeviceKind.HomeValues(object state) => HomeValues((TState)state);

    IEnumerable<Text> IDeviceKind.Unfinished(object state, string household, Instant now) => Unfinished((TState)state, household, now);
}
