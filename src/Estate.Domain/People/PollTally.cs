using System.Collections.Immutable;
using Estate.Domain.Devices;

namespace Estate.Domain.People;

/// <summary>Counts of a poll as of now, by option; the last of a batch is the one that counts.</summary>
public sealed record PollTally(string Poll, ImmutableArray<int> Counts)
{
    /// <summary>Lines written with a grade, in alphabetical order: not in that in which they came.</summary>
    public ImmutableArray<string> Words { get; init; } = [];
}

/// <summary>How a poll stands, by option only.</summary>
public sealed record TallySaved(PollTally Tally) : Outcome;
