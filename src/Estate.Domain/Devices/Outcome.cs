using System.Collections.Immutable;
using Estate.Domain.Alerts;
using Estate.Domain.Points;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>One thing to do because of a signal. Records, saves and transfers of one signal are one transaction.</summary>
public abstract record Outcome;

public sealed record Recorded(Fact Fact) : Outcome;

/// <summary>The device's state as of now; the last of a batch is the one that counts.</summary>
public sealed record Saved(DeviceId Device, Presence Presence, object State) : Outcome;

public sealed record Transferred(Transfer Transfer) : Outcome;

/// <summary>Once the rest is durable the device may forget the event.</summary>
public sealed record Acknowledged(DeviceId Device, EventHeader Header, Answer Answer) : Outcome;

/// <summary>The answer to a request, given once the rest is durable.</summary>
public sealed record Replied(Answer Answer) : Outcome;

/// <summary>An alert as of now; at most one that is not closed for each name.</summary>
public sealed record AlertSaved(Alert Alert) : Outcome;

/// <summary>Where a rule stands for one device; idle ones are forgotten.</summary>
public sealed record RuleSaved(Rules.RuleState State) : Outcome;

/// <summary>How a poll stands, by option only.</summary>
public sealed record TallySaved(People.PollTally Tally) : Outcome;

/// <summary>Somebody is to be told, as soon as the rest is durable and until it was delivered.</summary>
public sealed record Notified(Notification Notification) : Outcome;

public sealed record Commanded(Command Command) : Outcome;

/// <summary>
/// A terminal to be driven before anything else happens: by a pin where the device hangs on one, otherwise by
/// <paramref name="Wire"/>, sent at once. Driving twice is the same as once.
/// </summary>
public sealed record Actuated(DeviceId Device, string Terminal, bool IsActive, Command Wire) : Outcome;

/// <summary>A <see cref="Woken"/> is wanted when the stopwatch gets there.</summary>
public sealed record Awaited(DeviceId Device, Duration Uptime) : Outcome;

public sealed record Measured(Measurement Measurement) : Outcome;

/// <summary>Ids and numbers of this device's events so far mean nothing any more.</summary>
public sealed record EventsForgotten(DeviceId Device) : Outcome;

/// <summary>A desk changed its mind in memory; <paramref name="Back"/> takes that back where the rest cannot be kept.</summary>
public sealed record Remembered(Action Back) : Outcome;

public sealed record Refused(DeviceId Device, Rejection Rejection) : Outcome;

/// <summary>An order to a device. Ids are derived from the cause, so that a repetition is the same command.</summary>
public sealed record Command(string Id, DeviceId Device, string Action, Instant IssuedAt, Instant ExpiresAt, ImmutableArray<(string Name, string Value)> Arguments);

/// <summary>One point of a time series: tags are bounded words, fields are numbers. Enums travel as integers.</summary>
public sealed record Measurement(
    string Name,
    Instant At,
    ImmutableArray<(string Key, string Value)> Tags,
    ImmutableArray<(string Key, FieldValue Value)> Fields);

/// <summary>A float or an integer; the type of a field never changes once written (line protocol).</summary>
public readonly record struct FieldValue(double Number, bool IsInteger)
{
    public static implicit operator FieldValue(double value) => new(value, false);

    public static implicit operator FieldValue(int value) => new(value, true);
}
