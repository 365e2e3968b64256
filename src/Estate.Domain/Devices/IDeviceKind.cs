using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// A device kind as the machine and the adapters see it: a name, schemas, and state transitions on objects. What not every kind
/// has is an interface of its own, such as <see cref="IBatteryKind"/>, found by type.
/// </summary>
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

    /// <exception cref="FormatException">A setting that cannot be; names it and says what is possible.</exception>
    object Initial(DeviceSettings settings);

    /// <summary>A saved state fitted to the inventory of today.</summary>
    object Adopt(object saved, object initial);
    object Step(object state, IReading reading, Occurrence occurrence, Effects effects);
    object Handle(object state, IDeviceRequest request, Instant now, Effects effects);
    object Tick(object state, DeviceId device, Instant now, Effects effects);
    IEnumerable<CardLine> Describe(object state);
}

/// <summary>
/// What is happening: to whom, when, and under which event id (null for telemetry). <paramref name="IsOvertaken"/>: an event
/// numbered after it was received before.
/// </summary>
public readonly record struct Occurrence(DeviceId Device, EventTime Time, string? EventId, bool IsOvertaken = false);
