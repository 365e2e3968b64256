using Dapper;
using SQLitePCL;

namespace Estate.Adapters.Storage.Leaving;

/// <summary>The journal as it may leave the estate, in the order of its numbers.</summary>
public sealed class LeavingFacts : JournalFile
{
    private readonly LeavingMembers _members;
    private readonly Dictionary<long, string> _devices = [];
    private readonly Dictionary<long, (string Slice, string Type)> _types = [];

    public LeavingFacts(EstateDatabase database, EstateReader reader)
        : base(database) => _members = new(reader.FactSchemas);

    /// <summary>Of the facts after one up to another those that may leave, and which was the last that was looked at.</summary>
    /// <param name="limit">So many facts at most are looked at.</param>
    public (IReadOnlyList<LeavingFact> Facts, long Last) Read(long after, long until, int limit)
    {
        var facts = new List<LeavingFact>();
        using var command = Connection.CreateCommand();
        // Not the view: it would put the whole body of every row together, and of most nothing leaves.
        command.CommandText =
            "SELECT n, at, delay, device, type, body FROM journal WHERE n > $after AND n <= $until ORDER BY n LIMIT $limit";
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$until", until);
        command.Parameters.AddWithValue("$limit", limit);
        using var rows = command.ExecuteReader();
        var (last, read, row) = (after, 0, rows.Handle!);
        for (; rows.Read(); read++)
        {
            last = rows.GetInt64(0);
            var (slice, type) = TypeOf(rows.GetInt64(4));
            if (_members.CanLeave(slice, type) && _members.OfEntry(slice, type, raw.sqlite3_column_blob(row, 5).ToArray()) is { } its)
                facts.Add(new(last, rows.GetInt64(1), rows.GetInt64(1) + rows.GetInt64(2), DeviceOf(rows.GetInt64(3)), its.Slice, its.Type)
                {
                    Body = its.Body,
                });
        }
        // Numbers at the end may have been deleted; nothing comes under them any more.
        return (facts, read < limit ? Math.Max(last, until) : last);
    }

    private string DeviceOf(long id) => _devices.TryGetValue(id, out var known) ? known
        : _devices[id] = Connection.QuerySingle<string>("SELECT name FROM device WHERE id = @id", new { id });

    private (string Slice, string Type) TypeOf(long id) => _types.TryGetValue(id, out var known) ? known
        : _types[id] = Connection.QuerySingle<(string, string)>("SELECT slice, type FROM fact_type WHERE id = @id", new { id });
}
