using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// Now, by both clocks: the wall's, how far that can be believed, and the stopwatch since the start, which nobody can set.
/// Durations go by <see cref="Uptime"/>, schedules and dates by <see cref="At"/>.
/// </summary>
public readonly record struct ClockReading(Instant At, Duration Uptime, ClockTrust Clock);
