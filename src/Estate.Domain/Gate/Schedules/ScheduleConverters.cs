using Estate.Domain.Devices;

namespace Estate.Domain.Gate.Schedules;

/// <summary><c>23:00-05:00</c>.</summary>
public sealed class DayLineConverter() : TextConverter<DayLine>(DayLine.Parse, line => line.ToString());

/// <summary><c>fri 23:30-05:00</c>.</summary>
public sealed class WeeklyLineConverter() : TextConverter<WeeklyLine>(WeeklyLine.Parse, line => line.ToString());
