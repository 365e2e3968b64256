using System.Globalization;
using System.Text.Json;
using Dapper;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>Of one kind of record: what was due, how much of it went, and how much a count afterwards still finds.</summary>
public sealed record RetentionLine(string Name, Instant Cutoff, long Erased, long Left);

/// <summary>
/// Deletes, or takes the people out of, what is older than it may be, and counts afterwards that nothing of it is there. A connection
/// and short transactions of its own, as accounts and logins have them: the committer waits for some milliseconds at most.
/// </summary>
public sealed class Retention(EstateDatabase database, EstateReader reader, AuditChain audit, IReadOnlyList<IDeviceKind> kinds)
{
    /// <summary>In the audit: a count afterwards found no more of what was due.</summary>
    public const string NothingLeft = "nothing_left";

    /// <summary>Of a device's facts of each type its state may be made of again, the newest so many are never deleted.</summary>
    public const int KeptToRecoverFrom = 20_000;
    internal const string NamesInAudit = "names_in_audit";

    private const int Piece = 200, TriesAtTheLog = 20, ToldEach = 20_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How far a long run is, in words.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>What a run would find now, changing nothing.</summary>
    public IReadOnlyList<RetentionLine> Due(RetentionPolicy policy, Instant now)
    {
        using var connection = database.Open();
        var (kept, known, named) = (Kept(connection), Cutoff(policy.HouseholdsDays, now), Cutoff(policy.AuditDays, now));
        return
        [
            .. RetentionRule.All(policy)
            .Select(rule => new RetentionLine(rule.Name, Cutoff(rule.Days, now), 0, Count(connection, rule, Cutoff(rule.Days, now), kept))),
            new(DailyReturns.Name, known, 0, DailyReturns.Count(connection, known)),
            new(NamesInAudit, named, 0, CountNames(connection, named)),
            new(ExpiredFacts.Name, Cutoff(policy.FactsDays, now), 0, Expired(connection, policy, now).Count()),
            new(ExpiredEvents.Name, Cutoff(policy.EventsDays, now), 0, new ExpiredEvents(connection, now, policy.EventsDays).Count()),
        ];
    }

    /// <summary>The last run's line of the audit; null where there was none.</summary>
    public AuditEntry? Last() => Last(database);

    /// <summary>As <see cref="Last()"/>, for readers.</summary>
    public static AuditEntry? Last(EstateDatabase database)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<(long At, string By, string Target, string Detail)?>(
            "SELECT at, by, target, detail FROM audit WHERE action = @Retention AND target <> '' ORDER BY n DESC LIMIT 1",
            new { AuditChain.Retention }) is var (at, by, target, detail)
            ? new(Instant.FromUnixTimeMilliseconds(at), by, AuditChain.Retention, target, detail) : null;
    }

    /// <summary>When the last run was; before the first, when the journal began; null where there is nothing yet.</summary>
    public Instant? Since()
    {
        if (Last() is { } last)
            return last.At;
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>("SELECT at + delay FROM journal ORDER BY n LIMIT 1") is { } began
            ? Instant.FromUnixTimeMilliseconds(began) : null;
    }

    /// <exception cref="IOException">The disk refuses; what went so far is gone, the next run goes on.</exception>
    public async Task<RetentionReport> RunAsync(RetentionPolicy policy, string by, TimeProvider time, CancellationToken stop)
    {
        try
        {
            using var connection = database.Open();
            connection.Execute("PRAGMA secure_delete = ON");
            var now = Instant.FromDateTimeOffset(time.GetUtcNow());
            var (kept, lines) = (Kept(connection), new List<RetentionLine>());
            var days = await CloseDaysAsync(connection, Cutoff(policy.HouseholdsDays, now), time, stop);
            var events = await DeleteEventsAsync(new(connection, now, policy.EventsDays), time, stop);
            var facts = await DeleteFactsAsync(Expired(connection, policy, now), time, stop);
            foreach (var rule in RetentionRule.All(policy))
            {
                var (cutoff, erased, after) = (Cutoff(rule.Days, now), 0L, (object?)null);
                while (NextPiece(connection, rule, cutoff, kept, after) is { Count: > 0 } piece)
                {
                    erased += Erase(connection, rule, piece, (by, now));
                    after = piece[^1].Key;
                    await Task.Delay(Pause, time, stop);
                }
                lines.Add(new(rule.Name, cutoff, erased, Count(connection, rule, cutoff, kept)));
            }
            lines.AddRange([days, EraseNames(connection, Cutoff(policy.AuditDays, now), by, now), facts, events]);
            var report = new RetentionReport(lines, await EmptyLogAsync(connection, time, stop));
            audit.Append(new(now, by, AuditChain.Retention, report.Left == 0 ? NothingLeft : "not_all", report.ToString()));
            return report;
        }
        catch (SqliteException failure)
        {
            throw new IOException(StorageErrorTexts.Of(failure), failure);
        }
    }

    private static Instant Cutoff(int days, Instant now) => now - Duration.FromDays(days);

    private static long Count(SqliteConnection connection, RetentionRule rule, Instant cutoff, (string Types, string Living) kept) =>
        connection.ExecuteScalar<long>(
        $"SELECT count(*) FROM {rule.Table} WHERE {rule.Due}",
        new { cutoff = cutoff.ToUnixTimeMilliseconds(), kept = kept.Types, living = kept.Living });

    /// <summary>Looked for before anything is locked: that may take its time.</summary>
    private static List<DueRow> NextPiece(
        SqliteConnection connection, RetentionRule rule, Instant cutoff, (string Types, string Living) kept, object? after)
    {
        var columns = rule.Change is null ? "" : ", CAST(slice AS TEXT) AS Slice, CAST(body AS TEXT) AS Body";
        var beyond = after is null ? "" : $"{rule.Key} > @after AND ";
        return [.. connection.Query<DueRow>(
            $"SELECT {rule.Key} AS Key{columns} FROM {rule.Table} WHERE {beyond}{rule.Due} ORDER BY {rule.Key} LIMIT @Piece",
            new { after, cutoff = cutoff.ToUnixTimeMilliseconds(), kept = kept.Types, living = kept.Living, Piece })];
    }

    /// <returns>Rows that went or were changed.</returns>
    private int Erase(SqliteConnection connection, RetentionRule rule, List<DueRow> rows, (string By, Instant At) entry)
    {
        using var transaction = connection.BeginTransaction();
        var count = 0;
        if (rule.Change is not { } change)
            count = connection.Execute($"DELETE FROM {rule.Table} WHERE {rule.Key} = @Key", rows, transaction);
        else
        {
            var changed = new HashSet<long>();
            foreach (var row in rows)
                if (StoredStrings.Rewrite(row.Body, word => change(row.Slice, word)) is { } fresh
                    && connection.Execute(
                        "UPDATE journal SET body = @fresh WHERE n = @Key AND body = @Body", new { row.Key, row.Body, fresh },
                        transaction) == 1)
                    changed.Add((long)row.Key);
            count = changed.Count;
            if (count > 0
                && connection.ExecuteScalar<bool>(
                    "SELECT EXISTS (SELECT 1 FROM audit WHERE facts > 0 AND first_fact <= @last AND first_fact + facts > @first)",
                    new { first = changed.Min(), last = changed.Max() }, transaction))
                audit.Erase(transaction, anew =>
                    anew == 0 ? null : new(entry.At, entry.By, AuditChain.Retention, "", $"{rule.Name}: {anew} entries sealed anew"),
                    changed, said => said);
        }
        transaction.Commit();
        return count;
    }

    private ExpiredFacts Expired(SqliteConnection connection, RetentionPolicy policy, Instant now) =>
        new(connection, Cutoff(policy.FactsDays, now), policy.Servers, kinds, reader.WordOf);

    private async Task<RetentionLine> DeleteFactsAsync(ExpiredFacts facts, TimeProvider time, CancellationToken stop)
    {
        var (due, gone) = (facts.Count(), 0L);
        if (due > 0)
            facts.CloseDays();
        for (int piece; (piece = facts.DeleteNext(Piece)) > 0; gone += piece)
        {
            Tell(ExpiredFacts.Name, gone, piece, due);
            await Task.Delay(Pause, time, stop);
        }
        return new(ExpiredFacts.Name, facts.Cutoff, gone, facts.Count());
    }

    private async Task<RetentionLine> DeleteEventsAsync(ExpiredEvents events, TimeProvider time, CancellationToken stop)
    {
        var (due, gone) = (events.Count(), 0L);
        events.Note();
        for (; events.DeleteNext(Piece) is { } piece; gone += piece)
        {
            Tell(ExpiredEvents.Name, gone, piece, due);
            await Task.Delay(Pause, time, stop);
        }
        return new(ExpiredEvents.Name, events.Cutoff, gone, events.Count());
    }

    private void Tell(string name, long gone, int piece, long due)
    {
        if (gone / ToldEach != (gone + piece) / ToldEach)
            Progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{name}: {gone + piece} of {due} gone"));
    }

    private static async Task<RetentionLine> CloseDaysAsync(
        SqliteConnection connection, Instant cutoff, TimeProvider time, CancellationToken stop)
    {
        var closed = 0L;
        for (; DailyReturns.CloseNext(connection, cutoff); closed++)
            await Task.Delay(Pause, time, stop);
        return new(DailyReturns.Name, cutoff, closed, DailyReturns.Count(connection, cutoff));
    }

    private static long CountNames(SqliteConnection connection, Instant cutoff) =>
        connection.ExecuteScalar<long>(
            "SELECT count(*) FROM audit WHERE at < @cutoff AND by <> @Gone",
            new { cutoff = cutoff.ToUnixTimeMilliseconds(), RetentionRule.Gone });

    /// <summary>That something was done, and when, stays; who did it to whom goes.</summary>
    private RetentionLine EraseNames(SqliteConnection connection, Instant cutoff, string by, Instant now)
    {
        var due = CountNames(connection, cutoff);
        if (due > 0)
        {
            using var transaction = connection.BeginTransaction();
            audit.Erase(
                transaction,
                count => new(now, by, AuditChain.Retention, "", $"{NamesInAudit}: {count} entries sealed anew"),
                new HashSet<long>(),
                entry => entry.At < cutoff && entry.By != RetentionRule.Gone ? entry with
                { By = RetentionRule.Gone, Target = "", Detail = "" } : entry);
            transaction.Commit();
        }
        return new(NamesInAudit, cutoff, due, CountNames(connection, cutoff));
    }

    /// <summary>
    /// The types a device's state is rebuilt from where its saved one is damaged, and the households that saved states name.
    /// </summary>
    private (string Types, string Living) Kept(SqliteConnection connection)
    {
        var living = new HashSet<string>();
        foreach (var body in connection.Query<string>("SELECT CAST(body AS TEXT) FROM state"))
            StoredStrings.Rewrite(body, word =>
            {
                if (word.Key == "household")
                    living.UnionWith([StoredStrings.Quoted(word.Value).Plain, StoredStrings.Quoted(word.Value).Escaped]);
                return word.Value;
            });
        return (JsonSerializer.Serialize(kinds.OfType<IRecoverableKind>().SelectMany(kind => kind.RecoversFrom).Select(reader.WordOf)),
            JsonSerializer.Serialize(living));
    }

    private static async Task<bool> EmptyLogAsync(SqliteConnection connection, TimeProvider time, CancellationToken stop)
    {
        // Somebody who reads just now holds it for a moment.
        for (var tries = 0; tries < TriesAtTheLog; tries++)
        {
            if (connection.QuerySingle<(long Busy, long Log, long Done)>("PRAGMA wal_checkpoint(TRUNCATE)").Busy == 0)
                return true;
            await Task.Delay(Pause, time, stop);
        }
        return false;
    }

    /// <summary>Slice and body are those of a fact.</summary>
    private sealed class DueRow
    {
        public object Key { get; init; } = 0L;
        public string Slice { get; init; } = "";
        public string Body { get; init; } = "";
    }
}
