using System.Text.Json.Serialization.Metadata;
using NodaTime;

namespace Estate.Domain.Devices;

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

    protected abstract TState Initial(DeviceSettings settings);
    protected abstract TState Step(TState state, TReading reading, Occurrence occurrence, Effects effects);
    protected abstract IEnumerable<CardLine> Describe(TState state);

    protected virtual TState Adopt(TState saved, TState initial) => saved;

    protected virtual TState Handle(TState state, IDeviceRequest request, Instant now, Effects effects)
    {
        if (request is ResetLatch reset)
        {
            effects.Record(new LatchReset(reset.Device, effects.Time, reset.Type, reset.Component, effects.By ?? "", reset.Reason));
            return state;
        }
        if (request is ConditionTaken)
            return state;
        effects.Refuse(request.Device, RejectReason.UnknownCommand, $"{Name} does not know {WireName.Of(request)}");
        return state;
    }

    protected virtual TState Tick(TState state, DeviceId device, Instant now, Effects effects) => state;

    object IDeviceKind.Initial(DeviceSettings settings) => Initial(settings);

    object IDeviceKind.Adopt(object saved, object initial) => Adopt((TState)saved, (TState)initial);

    object IDeviceKind.Step(object state, IReading reading, Occurrence occurrence, Effects effects) =>
        Step((TState)state, (TReading)reading, occurrence, effects);

    object IDeviceKind.Handle(object state, IDeviceRequest request, Instant now, Effects effects) =>
        Handle((TState)state, request, now, effects);

    object IDeviceKind.Tick(object state, DeviceId device, Instant now, Effects effects) =>
        Tick((TState)state, device, now, effects);

    IEnumerable<CardLine> IDeviceKind.Describe(object state) => Describe((TState)state);
}
