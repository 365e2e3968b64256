using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>Everything that can happen to the estate, as the machine sees it.</summary>
public abstract record Signal(Instant ReceivedAt)
{
    /// <summary>Heard on this computer's own lines. Not set: through the broker, where anybody with a password may speak.</summary>
    public bool IsWired { get; init; }

    /// <summary>The same, where it may have been held up for so long on its way.</summary>
    public virtual Signal After(Duration held) => this;
}

/// <summary>A fact a device must not lose; it repeats it until acknowledged.</summary>
public sealed record DeviceEvent(DeviceId Device, EventHeader Header, EventTime Time, IReading Reading) : Signal(Time.ReceivedAt)
{
    public override Signal After(Duration held) => this with { Time = Time with { Held = held } };
}

/// <summary>A measurement; a lost one is made good by the next.</summary>
public sealed record DeviceTelemetry(DeviceId Device, EventTime Time, IReading Reading) : Signal(Time.ReceivedAt)
{
    public override Signal After(Duration held) => this with { Time = Time with { Held = held } };
}

/// <summary>A device is there and says nothing: an empty frame, or one between radios.</summary>
public sealed record DeviceHeard(DeviceId Device, EventTime Time) : Signal(Time.ReceivedAt);

/// <summary>A device was asked over the network. That nobody answered is no sign of life.</summary>
public sealed record DeviceProbed(DeviceId Device, EventTime Time, ProbeResult Result) : Signal(Time.ReceivedAt);

/// <summary>Birth or death of a device's connection. A will carries no usable time of its own.</summary>
public sealed record DeviceStatus(DeviceId Device, bool IsOnline, long Boot, string? Firmware, Instant ReceivedAt, bool IsRetained = false)
    : Signal(ReceivedAt);

/// <summary>A device's word on a command.</summary>
public sealed record CommandReply(DeviceId Device, string CommandId, string Result, Instant ReceivedAt) : Signal(ReceivedAt)
{
    /// <summary>The gateway's own word: the command never reached the device, which said nothing.</summary>
    public bool IsOurs { get; init; }
}

public sealed record Tick(Instant ReceivedAt) : Signal(ReceivedAt);

/// <summary>A tick for one device, at the time it asked for.</summary>
public sealed record TimerElapsed(DeviceId Device, Instant ReceivedAt) : Signal(ReceivedAt);

/// <summary>The gateway's wall clock was set forward (or back, negative) against its stopwatch.</summary>
public sealed record ClockStepped(Duration By, Instant ReceivedAt) : Signal(ReceivedAt);

/// <summary>The gateway noticed something, which becomes a fact.</summary>
public abstract record GatewayReport(Instant ReceivedAt) : Signal(ReceivedAt)
{
    internal abstract DeviceFact ToFact(ClockTrust clock);
}

/// <summary>The gateway noticed something about itself.</summary>
public sealed record HostReport(Condition Condition, Instant ReceivedAt) : GatewayReport(ReceivedAt)
{
    internal override DeviceFact ToFact(ClockTrust clock) =>
        new HostConditionChanged(HostConditionChanged.Host, EventTime.Now(ReceivedAt, clock), Condition);
}

/// <summary>
/// A device goes beyond its budget, or has kept to it for a while (<paramref name="Excess"/> is null);
/// <paramref name="Counted"/> of its messages and errors were counted instead of served. Who is no device is the gateway itself.
/// </summary>
public sealed record ConductReport(DeviceId Device, Text? Excess, long Counted, Instant ReceivedAt) : GatewayReport(ReceivedAt)
{
    internal override DeviceFact ToFact(ClockTrust clock) => Excess is { } excess
        ? new DeviceMisbehaved(Device, EventTime.Now(ReceivedAt, clock), excess)
        : new DeviceBehaved(Device, EventTime.Now(ReceivedAt, clock), Counted);
}

/// <summary>A person or a rule asks; the slice that owns the matter decides.</summary>
public sealed record RequestReceived(IRequest Request, string By, Instant ReceivedAt) : Signal(ReceivedAt);

/// <summary>What a device said, typed by its kind.</summary>
public interface IReading
{
    /// <summary>A value that cannot be, and where; null when all are possible.</summary>
    Rejection? Fault => null;

    /// <summary>Somebody's safety: acted on even while nothing can be written.</summary>
    bool IsUrgent => false;

    /// <summary>Accepted, but its value only says that the sensor has none.</summary>
    bool IsFlagged => false;
}

/// <summary>Something asked of a slice. Marker: the slice that owns it declares it.</summary>
public interface IRequest
{
    /// <summary>To what or whom, for the audit: a device, a household, a proposal.</summary>
    string About => "";

    /// <summary>A refusal is worth a line in the audit. Not where anybody may try.</summary>
    bool IsAuditedWhenRefused => true;
}

/// <summary>A request to one device.</summary>
public interface IDeviceRequest : IRequest
{
    DeviceId Device { get; }

    string IRequest.About => Device.ToString();
}
