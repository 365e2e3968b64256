namespace Estate.Domain.Devices;

/// <summary>
/// Totals of the days of a period, by what was contributed; <paramref name="Participants"/> took part in any of it, each counted once.
/// </summary>
public sealed record PeriodTotals(IReadOnlyDictionary<string, Total> ByWhat, int Participants);
