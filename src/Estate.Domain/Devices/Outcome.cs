using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// One thing to do because of a signal. What is kept of one signal is one transaction. These are of any slice; a slice adds its own.
/// </summary>
public abstract record Outcome;

public sealed record Recorded(Fact Fact) : Outcome;

/// <summary>The device's state as of now; the last of a batch is the one that counts.</summary>
public sealed record Saved(DeviceId Device, Presence Presence, object State) : Outcome;

/// <summary>Once the rest is durable the device may forget the event.</summary>
public sealed record Acknowledged(DeviceId Device, EventHeader Header, Answer Answer) : Outcome;

/// <summary>The answer to a request, given once the rest is durable.</summary>
public sealed record Replied(Answer Answer) : Outcome;

public sealed record Commanded(Command Command) : Outcome;

/// <summary>
/// A terminal to be driven before anything else happens: by a pin where the device hangs on one, otherwise by
/// <paramref name="Wire"/>, sent at once. Driving twice is the same as once.
/// </summary>
public sealed record Actuated(DeviceId Device, string Terminal, bool IsActive, Command Wire) : Outcome;

/// <summary>A <see cref="TimerElapsed"/> is wanted when the stopwatch gets there.</summary>
public sealed record TimerRequested(DeviceId Device, Duration Uptime) : Outcome;

public sealed record Measured(Measurement Measurement) : Outcome;

/// <summary>Ids and numbers of this device's events so far mean nothing any more.</summary>
public sealed record EventsForgotten(DeviceId Device) : Outcome;

/// <summary>A desk changed its mind in memory; <paramref name="Back"/> takes that back where the rest cannot be kept.</summary>
internal sealed record Remembered(Action Back) : Outcome;

public sealed record Refused(DeviceId Device, Rejection Rejection) : Outcome;
