using System.Globalization;
using Dapper;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>What was erased: under which name its points go on, and how much of each kind was removed or rewritten.</summary>
public sealed record ErasedHousehold(string Pseudonym, int Cards, int Accounts, int Transfers, int Facts, int AuditEntries);

/// <summary>
/// Forgets a household: cards, accounts and logins go; its number, wherever it stands, becomes a random name, so that every sum
/// of the ledger stays. One transaction; then nothing of it is left on the file's pages. No gateway may run on that file.
/// </summary>
public sealed class HouseholdErasure(EstateDatabase database, EstateReader reader, AuditChain audit, IEnumerable<IDeviceKind> kinds)
{
    /// <summary>Tables besides the journal whose bodies may name somebody.</summary>
    private static readonly string[] Bodies = ["state", "alert", "outbox", "rule_state"];

    /// <summary>SQL over a body.</summary>
    private const string IsNamed = "(instr(body, @member) OR instr(body, @escaped))";

    /// <summary>Why it cannot be forgotten yet; empty where it can.</summary>
    public IReadOnlyList<Text> Obstacles(string household, Instant now)
    {
        using var connection = database.Open();
        var account = AccountId.Household(household).Name;
        var resolved = connection.Query<string>("SELECT reference FROM transfer WHERE code IN (3, 4)").ToHashSet();
        var open = connection.Query<byte[]>("SELECT id FROM transfer WHERE code = 2 AND debit = @account", new { account })
            .Count(id => !resolved.Contains(new Guid(id, bigEndian: true).ToString("D")));
        var all = new List<Text>();
        if (!Knows(connection, household))
            all.Add(new($"没有住户 {household} 的任何记录", $"nothing is kept about a household {household}"));
        if (open > 0)
            all.Add(new(
                "有一卷垃圾袋已预留：请先发放或取消（网关运行 15 分钟后会自动取消）",
                "a roll is set aside: hand it out or cancel it first (a running gateway cancels it after 15 minutes)"));
        var byName = kinds.OfType<IPrivacyKind>().ToDictionary(kind => kind.Name);
        foreach (var (device, _, state) in reader.States())
            if (state is not null && byName.TryGetValue(device.Kind, out var kind))
                all.AddRange(
                    kind.Unfinished(state, household, now).Select(what => new Text($"{device}：{what.Zh}", $"{device}: {what.En}")));
        return all;
    }

    /// <exception cref="IOException">The database cannot be written; nothing was erased.</exception>
    public ErasedHousehold Run(string household, string by, Instant now)
    {
        try
        {
            using var connection = database.Open();
            connection.Execute("PRAGMA secure_delete = ON");
            ErasedHousehold erased;
            using (var transaction = connection.BeginTransaction())
            {
                erased = Erase(connection, transaction, new Pseudonym(household), by, now);
                transaction.Commit();
            }
            // What was written over may lie on freed pages and in the log.
            connection.Execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
            return erased;
        }
        catch (SqliteException failure)
        {
            throw new IOException(StorageErrorTexts.Of(failure), failure);
        }
    }

    /// <summary>Rows that still name it, by a search of its own in what was not rewritten; zero after <see cref="Run"/>.</summary>
    public long Remains(string household)
    {
        using var connection = database.Open();
        var (account, member, escaped) = Names(household);
        return connection.ExecuteScalar<long>(
            $"""
            SELECT (SELECT count(*) FROM journal WHERE {IsNamed}) + (SELECT count(*) FROM state WHERE {IsNamed})
                 + (SELECT count(*) FROM person WHERE {IsNamed}) + (SELECT count(*) FROM invitation WHERE {IsNamed})
                 + (SELECT count(*) FROM transfer WHERE debit = @account OR credit = @account OR reference = @household)
                 + (SELECT count(*) FROM account WHERE name = @account) + (SELECT count(*) FROM card WHERE household = @household)
                 + (SELECT count(*) FROM audit WHERE target = @household) + (SELECT count(*) FROM damaged_row)
                 + (SELECT count(*) FROM participant WHERE name = @household)
            """, new { account, member, escaped, household });
    }

    private static bool Knows(SqliteConnection connection, string household)
    {
        var (account, member, escaped) = Names(household);
        return connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM card WHERE household = @household) OR EXISTS (SELECT 1 FROM account WHERE name = @account) OR "
                + "EXISTS (SELECT 1 FROM person WHERE json_extract(body, '$.household') = @household) OR EXISTS (SELECT 1 FROM journal "
                + $"WHERE {IsNamed})", new { household, account, member, escaped });
    }

    private static (string Account, string Member, string Escaped) Names(string household)
    {
        const string member = "\"household\":";
        var (plain, escaped) = StoredStrings.Quoted(household);
        return (AccountId.Household(household).Name, member + plain, member + escaped);
    }

    private ErasedHousehold Erase(SqliteConnection connection, SqliteTransaction transaction, Pseudonym pseudonym, string by, Instant now)
    {
        var household = pseudonym.Household;
        // Staff's numbers stand where households have theirs; they are nobody's household.
        var its = new { household, staff = kinds.OfType<IStaffCardKind>().Select(kind => kind.CardPurpose) };
        foreach (var token in connection.Query<string>(
                "SELECT token FROM card WHERE household = @household AND purpose NOT IN @staff", its, transaction))
            pseudonym.HasCard(token);
        var cards = connection.Execute("DELETE FROM card WHERE household = @household AND purpose NOT IN @staff", its, transaction);
        var accounts = ErasePeople(transaction, pseudonym);
        var transfers = EraseTransfers(transaction, pseudonym);
        var facts = EraseFacts(transaction, pseudonym);
        connection.Execute(
            "UPDATE participant SET name = @Name WHERE name = @Household", new { pseudonym.Name, pseudonym.Household }, transaction);
        foreach (var table in Bodies)
            Rewrite(transaction, table, pseudonym);
        // What cannot be read may name anybody.
        connection.Execute("DELETE FROM damaged_row", transaction: transaction);
        EraseProse(transaction, pseudonym);
        var counts = string.Create(
            CultureInfo.InvariantCulture, $"{cards} cards, {accounts} accounts, {transfers} transfers, {facts.Count} facts");
        var entries = audit.Erase(
            transaction,
            sealedAnew =>
                new(now, by, AuditChain.HouseholdErased, pseudonym.Name,
                string.Create(CultureInfo.InvariantCulture, $"{counts}, {sealedAnew} entries of the audit")),
            facts,
            entry => entry with
            {
                By = pseudonym.Of(entry.By),
                Target = pseudonym.Of(entry.Target),
                Detail = pseudonym.InProse(pseudonym.Of(entry.Detail))
            });
        return new(pseudonym.Name, cards, accounts, transfers, facts.Count, entries);
    }

    /// <summary>Where people wrote without saying about whom.</summary>
    private static void EraseProse(SqliteTransaction transaction, Pseudonym pseudonym)
    {
        var connection = transaction.Connection!;
        foreach (var (slot, detail) in connection.Query<(long, string)>("SELECT slot, detail FROM reject", transaction: transaction)
            .ToList())
            if (pseudonym.InProse(detail) is var fresh && fresh != detail)
                connection.Execute("UPDATE reject SET detail = @fresh WHERE slot = @slot", new { slot, fresh }, transaction);
        foreach (var (poll, words) in connection.Query<(string, string)>("SELECT poll, words FROM poll_tally", transaction: transaction)
            .ToList())
            if (pseudonym.InProse(words) is var fresh && fresh != words)
                connection.Execute("UPDATE poll_tally SET words = @fresh WHERE poll = @poll", new { poll, fresh }, transaction);
    }

    /// <summary>Who works here too keeps the account, without the household.</summary>
    private static int ErasePeople(SqliteTransaction transaction, Pseudonym pseudonym)
    {
        var (connection, household) = (transaction.Connection!, pseudonym.Household);
        var gone = 0;
        foreach (var (id, body) in connection.Query<(string, string)>(
                "SELECT id, body FROM person WHERE json_extract(body, '$.household') = @household", new { household },
                transaction).ToList())
        {
            var person = StoredJson.Read(body, PeopleJson.Default.Person);
            if (person.Roles.All(role => role == Domain.People.Role.Resident))
            {
                pseudonym.HasPerson(person.Name);
                gone += connection.Execute("DELETE FROM person WHERE id = @id", new { id }, transaction);
                connection.Execute("DELETE FROM invitation WHERE json_extract(body, '$.person') = @id", new { id }, transaction);
            }
            else
                connection.Execute(
                    "UPDATE person SET version = version + 1, body = json_set(body, '$.household', NULL) WHERE id = @id", new { id },
                    transaction);
        }
        connection.Execute("DELETE FROM invitation WHERE json_extract(body, '$.household') = @household", new { household }, transaction);
        return gone;
    }

    private const string UpdateTransfer =
        "UPDATE transfer SET id = @id, debit = @debit, credit = @credit, reference = @reference WHERE id = @was";

    private static int EraseTransfers(SqliteTransaction transaction, Pseudonym pseudonym)
    {
        var (old, fresh) = (AccountId.Household(pseudonym.Household).Name, AccountId.Household(pseudonym.Name).Name);
        // The balance is renamed, too: all of it must be there.
        Settlement.Run(transaction.Connection!, transaction);
        var theirs = Transfers(transaction, "debit = @old OR credit = @old", new { old });
        var reservations = theirs.Where(one => one.Code == TransferCode.Reserve).Select(one => one.Id.ToString("D")).ToHashSet();
        // What became of a roll names the reservation, not the household.
        theirs.AddRange(Transfers(transaction, "code = 3", new { }).Where(one => reservations.Contains(one.Reference)));
        var ids = theirs.ToDictionary(one => one.Id, one => pseudonym.HasTransfer(one.Id));
        foreach (var one in theirs)
            transaction.Connection!.Execute(UpdateTransfer, new
            {
                was = one.Id.ToByteArray(bigEndian: true),
                id = ids[one.Id].ToByteArray(bigEndian: true),
                debit = one.Debit.Name == old ? fresh : one.Debit.Name,
                credit = one.Credit.Name == old ? fresh : one.Credit.Name,
                // The reason of a correction was written about them.
                reference = one.Code == TransferCode.Correction ? "" : pseudonym.Of(one.Reference),
            }, transaction);
        transaction.Connection!.Execute("UPDATE balance SET name = @fresh WHERE name = @old", new { old, fresh }, transaction);
        return theirs.Count;
    }

    private static HashSet<long> EraseFacts(SqliteTransaction transaction, Pseudonym pseudonym)
    {
        var (connection, changed) = (transaction.Connection!, new HashSet<long>());
        const int atATime = 2_000;
        List<(long N, string Slice, string Body)> rows;
        var last = 0L;
        do
        {
            rows = [.. connection.Query<(long, string, string)>(
                "SELECT n, CAST(slice AS TEXT), CAST(body AS TEXT) FROM fact_as_kept WHERE n > @last ORDER BY n LIMIT @atATime",
                new { last, atATime }, transaction)];
            foreach (var (n, slice, body) in rows)
            {
                last = n;
                if (StoredStrings.Rewrite(body, word => pseudonym.InBody(word, slice)) is not { } fresh)
                    continue;
                connection.Execute("UPDATE journal SET body = @fresh WHERE n = @n", new { n, fresh }, transaction);
                changed.Add(n);
            }
        }
        while (rows.Count == atATime);
        return changed;
    }

    private static List<Transfer> Transfers(SqliteTransaction transaction, string where, object parameters) =>
        [.. transaction.Connection!.Query<TransferRow>(
            $"SELECT id, at, debit, credit, points, code, reference, by FROM transfer WHERE {where}", parameters, transaction).Select(row =>
                row.ToTransfer())];

    private static void Rewrite(SqliteTransaction transaction, string table, Pseudonym pseudonym)
    {
        var connection = transaction.Connection!;
        foreach (var body in connection.Query<string>($"SELECT body FROM {table}", transaction: transaction).ToList())
            if (StoredStrings.Rewrite(body, word => pseudonym.InBody(word, "")) is { } fresh)
                connection.Execute($"UPDATE {table} SET body = @fresh WHERE body = @body", new { body, fresh }, transaction);
    }
}
