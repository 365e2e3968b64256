using System.Text.Json.Serialization.Metadata;

namespace Estate.Domain.Devices;

/// <summary>A kind that sends no readings: requests and time alone move it.</summary>
public abstract class OutputOnlyKind<TState> : DeviceKind<IReading, TState>
    where TState : class
{
    public sealed override IReadOnlyDictionary<string, JsonTypeInfo> EventTypes { get; } = new Dictionary<string, JsonTypeInfo>();
    public sealed override IReadOnlyDictionary<string, JsonTypeInfo> TelemetryTypes { get; } = new Dictionary<string, JsonTypeInfo>();

    protected sealed override TState Step(TState state, IReading reading, Occurrence occurrence, Effects effects) => state;
}
