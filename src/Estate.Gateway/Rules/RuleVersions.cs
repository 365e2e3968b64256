using Estate.Adapters.Storage;
using Estate.Domain.Rules;

namespace Estate.Gateway.Rules;

/// <summary>The versions of a rule: who made which when, and what one changed in the one before.</summary>
internal static class RuleVersions
{
    /// <summary>More lines than anybody compares: then all of the one goes and all of the other comes.</summary>
    private const int MaxLines = 400;

    /// <summary>Of all rules together; a start reads as many.</summary>
    private const int MaxChanges = 5_000;

    /// <summary>The number of the version in force; 0 where there is none.</summary>
    internal static int InForce(string id, EstateReader journal) =>
        Of(id, journal) is [{ Written.Length: > 0 } version, ..] ? version.Version : 0;

    /// <summary>Newest first.</summary>
    internal static IReadOnlyList<RuleChanged> Of(string id, EstateReader journal) =>
        [.. journal.FactsOf<RuleChanged>(RuleReactor.JournalId, MaxChanges).Where(change => change.Rule == id)];

    /// <summary>Line by line: <c>'-'</c> was, <c>'+'</c> is, <c>' '</c> stayed. The longest common lines stay.</summary>
    internal static IReadOnlyList<(char Sign, string Line)> Difference(string before, string after)
    {
        var (old, fresh) = (Lines(before), Lines(after));
        if (old.Length > MaxLines || fresh.Length > MaxLines)
            return [.. old.Select(line => ('-', line)), .. fresh.Select(line => ('+', line))];
        var common = Common(old, fresh);
        var lines = new List<(char, string)>();
        var (at, now) = (0, 0);
        while (at < old.Length || now < fresh.Length)
            if (at < old.Length && now < fresh.Length && old[at] == fresh[now])
            {
                lines.Add((' ', old[at]));
                (at, now) = (at + 1, now + 1);
            }
            else if (now >= fresh.Length || (at < old.Length && common[at + 1, now] >= common[at, now + 1]))
                lines.Add(('-', old[at++]));
            else
                lines.Add(('+', fresh[now++]));
        return lines;
    }

    /// <summary>How many lines both have in common, in order, from each pair of places on.</summary>
    private static int[,] Common(string[] old, string[] fresh)
    {
        var common = new int[old.Length + 1, fresh.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
            for (var j = fresh.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == fresh[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');
}
