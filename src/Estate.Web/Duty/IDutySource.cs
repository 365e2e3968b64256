using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Web.Duty;

/// <summary>What of a slice the staff on duty have to do now.</summary>
internal interface IDutySource
{
    Task<DutyPart> FindAsync();
}

/// <summary>One slice's part of what is to be done.</summary>
/// <param name="Position">Of the part on the page: what comes first is done first.</param>
/// <param name="Nothing">Where there are no lines.</param>
/// <param name="Lines">The most urgent first.</param>
public sealed record DutyPart(int Position, Text Title, Text Nothing, IReadOnlyList<DutyLine> Lines)
{
    /// <summary>Where all of them are.</summary>
    public required string Href { get; init; }
}

/// <summary>One thing to do, and the page where it is done.</summary>
/// <param name="Until">Too late from then on; null where there is no such time.</param>
public sealed record DutyLine(Text Text, string Href, Instant? Until = null);
