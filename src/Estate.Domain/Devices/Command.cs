using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>An order to a device. Ids are derived from the cause, so that a repetition is the same command.</summary>
public sealed record Command(
    string Id, DeviceId Device, string Action, Instant IssuedAt, Instant ExpiresAt, ImmutableArray<(string Name, string Value)> Arguments);
