using Estate.Domain.Devices;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>Counts of kinds of records whose bodies are read one by one, by what each row belongs to.</summary>
internal sealed class PersonalTallies(SliceTitles titles)
{
    private readonly Dictionary<(string Record, string Group), PersonalTally> _tallies = [];

    /// <param name="group">A slice or a kind of device; empty where the table has no such parts.</param>
    internal void Add(string table, string group, long? at, string body)
    {
        var found = new List<(PersonalMember Member, string Value)>();
        StoredStrings.Rewrite(body, word =>
        {
            if (PersonalMembers.Of(group, word.Key) is not PersonalMember.None and var member && IsSomebody(word.Value))
                found.Add((member, word.Value));
            return word.Value;
        });
        foreach (var record in PersonalRecords.All.Where(one => one.Table == table))
        {
            var theirs = found.Where(one => record.Member is PersonalMember.None || one.Member == record.Member).ToList();
            if (theirs.Count > 0)
                Of(record, group).Add(theirs.Select(one => one.Value), at);
        }
    }

    /// <summary>All in all, then part by part.</summary>
    internal IReadOnlyList<PersonalCount> CountsOf(PersonalRecord record)
    {
        var parts = _tallies.Where(pair => pair.Key.Record == record.Name)
            .OrderBy(pair => pair.Key.Group, StringComparer.Ordinal).ToList();
        var all = PersonalTally.Of(parts.Select(pair => pair.Value)).ToCount(null);
        return [all, .. parts.Where(pair => pair.Key.Group.Length > 0).Select(pair => pair.Value.ToCount(titles.Of(pair.Key.Group)))];
    }

    private PersonalTally Of(PersonalRecord record, string group) =>
        _tallies.TryGetValue((record.Name, group), out var tally) ? tally : _tallies[(record.Name, group)] = new();

    private static bool IsSomebody(string value) =>
        value is not ("" or RetentionRule.Gone or RetentionRule.GoneCard) && !value.StartsWith(Pseudonym.Prefix, StringComparison.Ordinal);
}

/// <summary>Rows, different persons and the oldest.</summary>
internal sealed class PersonalTally
{
    private readonly HashSet<string> _persons = [];
    private long _rows;
    private long? _oldest;

    /// <param name="persons">At least one.</param>
    internal void Add(IEnumerable<string> persons, long? at) => Add(persons, at, 1);

    internal static PersonalTally Of(IEnumerable<PersonalTally> parts)
    {
        var all = new PersonalTally();
        foreach (var part in parts)
            all.Add(part._persons, part._oldest, part._rows);
        return all;
    }

    internal PersonalCount ToCount(Text? where) =>
        new(where, _rows, _persons.Count, _oldest is { } at ? InstantConverter.FromMilliseconds(at) : null);

    private void Add(IEnumerable<string> persons, long? at, long rows)
    {
        _rows += rows;
        _persons.UnionWith(persons);
        _oldest = at is { } time && !(time >= _oldest) ? time : _oldest;
    }
}
