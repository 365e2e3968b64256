namespace Estate.Domain.Devices;

/// <summary>
/// What a fact adds to the totals of its day: one more <paramref name="What"/>, so much of it, and who took part
/// (null: nobody, or nobody known). <paramref name="IsByHour"/>: each hour of the estate's day has a total of its own.
/// </summary>
public readonly record struct Contribution(string What, long Amount, string? Participant, bool IsByHour = false);
