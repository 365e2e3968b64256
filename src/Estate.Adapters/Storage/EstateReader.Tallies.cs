using Dapper;
using Estate.Domain.People;

namespace Estate.Adapters.Storage;

/// <summary>How polls stand.</summary>
public sealed partial class EstateReader
{
    /// <summary>Counts of polls by option, and lines written with a grade.</summary>
    public IReadOnlyDictionary<string, PollTally> Tallies()
    {
        using var connection = database.Open();
        return connection.Query<(string Poll, string Counts, string Words)>("SELECT poll, counts, words FROM poll_tally")
            .ToDictionary(row => row.Poll, row => new PollTally(
                row.Poll, [.. row.Counts.Split(' ').Select(count => int.TryParse(count, out var number) ? number : 0)])
            { Words = [.. row.Words.Split('\n', StringSplitOptions.RemoveEmptyEntries)] });
    }
}
