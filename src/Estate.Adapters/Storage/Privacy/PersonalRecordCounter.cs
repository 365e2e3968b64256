using Dapper;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>Counts who is in the database now; no name leaves it.</summary>
public sealed class PersonalRecordCounter(EstateDatabase database, IReadOnlyList<IDeviceKind> kinds)
{
    private const int FactsAtATime = 5_000;

    private static readonly string NamesSomebody = string.Join(
        " OR ", new[] { PersonalMember.Card, PersonalMember.Household, PersonalMember.Name }.Select(PersonalMembers.IsIn));

    /// <summary>Every kind of record, also where there is none of it.</summary>
    /// <exception cref="SqliteException">The database cannot be read.</exception>
    public IReadOnlyList<PersonalHolding> Count(RetentionPolicy policy)
    {
        var (days, tallies) = (RetentionRule.DaysByName(policy), new PersonalTallies(new(kinds)));
        ReadFacts(tallies);
        using var connection = database.Open();
        // Facts are read already, in pieces; of these there are few.
        foreach (var record in PersonalRecords.All.Where(one => one is { Member: not null, Table: not "journal" }))
            foreach (var (of, made, body) in connection.Query<(string Group, long? At, string Body)>(
                $"SELECT {record.Group ?? "''"}, {record.At ?? "NULL"}, {EstateReader.Text("body")} FROM {record.Table}",
                buffered: false))
                tallies.Add(record.Table, of, made, body);
        return
        [
            .. from record in PersonalRecords.All
               let counts = record.Member is null ? [Of(connection, record)] : tallies.CountsOf(record)
               select new PersonalHolding(record, days.TryGetValue(record.Name, out var some) ? some : null, counts),
        ];
    }

    /// <summary>Piece by piece: a reader that takes its time must not keep the write-ahead log from being emptied.</summary>
    private void ReadFacts(PersonalTallies tallies)
    {
        var last = 0L;
        List<(long N, string Slice, long At, string Body)> rows;
        do
        {
            using (var connection = database.Open())
                rows = [.. connection.Query<(long, string, long, string)>(
                    $"""
                    SELECT n, {EstateReader.Text("slice")}, CAST(received AS INTEGER), {EstateReader.Text("body")} FROM fact_as_kept
                    WHERE n > @last AND ({NamesSomebody}) ORDER BY n LIMIT @FactsAtATime
                    """,
                    new { last, FactsAtATime })];
            foreach (var (n, slice, at, body) in rows)
            {
                last = n;
                tallies.Add("journal", slice, at, body);
            }
        }
        while (rows.Count == FactsAtATime);
    }

    private static PersonalCount Of(SqliteConnection connection, PersonalRecord record)
    {
        var (rows, persons, oldest) = connection.QuerySingle<(long Rows, long? Persons, long? Oldest)>(
            $"SELECT count(*), {record.Persons ?? "NULL"}, min({record.At ?? "NULL"}) FROM {record.Table}");
        return new(null, rows, persons, oldest is { } at ? InstantConverter.FromMilliseconds(at) : null);
    }
}
