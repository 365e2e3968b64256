using Estate.Domain.Gate.Schedules;
using NodaTime;

namespace Estate.Web.Gate;

/// <summary>A piece of a day's strip, in minutes of that day.</summary>
public sealed record StripPiece(int From, int Until, GateAccess Access);

/// <summary>One day of the strip; closings are those that begin on it.</summary>
public sealed record StripDay(LocalDate Date, IReadOnlyList<StripPiece> Pieces, IReadOnlyList<string> Closings);
