using NodaTime;

namespace Estate.Domain.Bins;

/// <summary>How full a compartment will be at the end of a disposal window if nobody empties it.</summary>
/// <param name="Level">At <paramref name="Until"/>, 0 to 1.</param>
/// <param name="FullBy">Null where it will not be full by then.</param>
/// <param name="Error">By how much such forecasts were off, on average; <paramref name="LastWeeks"/>: the level of a week before.</param>
public sealed record FillForecast(double Level, LocalDateTime Until, LocalDateTime? FullBy, double Error, double LastWeeks);
