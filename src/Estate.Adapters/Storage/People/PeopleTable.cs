using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>Accounts and the codes that make them. Each change and its line in the audit are one transaction.</summary>
public sealed class PeopleTable(EstateDatabase database, AuditChain audit)
{
    /// <summary>In the audit: somebody began an account with a one-time code.</summary>
    public const string Joined = "joined";

    private const int UniqueConstraint = 2067;
    private const int PrimaryKeyConstraint = 1555;

    public Person? Find(string id) => First("SELECT version, body FROM person WHERE id = @value", id);

    public Person? FindByLookup(string lookup) => First("SELECT version, body FROM person WHERE lookup = @value", lookup);

    /// <summary>By name.</summary>
    public IReadOnlyList<Person> All()
    {
        using var connection = database.Open();
        return [.. connection.Query<(long Version, string Body)>("SELECT version, body FROM person ORDER BY lookup").Select(Read)
            .OfType<Person>()];
    }

    public SaveResult Insert(Person person) => Change(person, (connection, transaction) =>
        connection.Execute(
            "INSERT INTO person(id, lookup, version, body) VALUES(@Id, @Lookup, 1, @body)",
            new { person.Id, person.Lookup, body = Write(person) }, transaction));

    public SaveResult Update(Person person) => Change(person, (connection, transaction) => connection.Execute(
        "UPDATE person SET lookup = @Lookup, version = version + 1, body = @body WHERE id = @Id AND version = @Version",
        new { person.Id, person.Lookup, person.Version, body = Write(person) }, transaction));

    /// <summary>With all its logins.</summary>
    public SaveResult Delete(Person person) => Change(person, (connection, transaction) =>
        connection.Execute("DELETE FROM person WHERE id = @Id AND version = @Version", new { person.Id, person.Version }, transaction));

    /// <summary>Whether somebody of that name was here before: the audit must not take two people for one.</summary>
    public bool WasUsed(string name)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long>(
            "SELECT count(*) FROM audit WHERE action = @Joined AND target = @name COLLATE NOCASE", new { Joined, name }) > 0;
    }

    /// <param name="hash">Of the code.</param>
    public void Invite(string hash, Invitation invitation, AuditEntry entry)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO invitation(code, expires, body) VALUES(@hash, @expires, @body)", new
        {
            hash,
            expires = invitation.Expires.ToUnixTimeMilliseconds(),
            body = JsonSerializer.Serialize(invitation, PeopleJson.Default.Invitation),
        }, transaction);
        audit.Append(transaction, entry, 0, 0);
        transaction.Commit();
    }

    /// <summary>One that was not used yet, also when its time is over.</summary>
    public Invitation? FindInvitation(string hash)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<string>(
            "SELECT body FROM invitation WHERE code = @hash AND used IS NULL", new { hash }) is { } body
            ? StoredJson.TryRead(body, PeopleJson.Default.Invitation) as Invitation : null;
    }

    /// <summary>Those that can still be used, by the hashes of their codes, the newest first.</summary>
    public IReadOnlyList<(string Hash, Invitation Invitation)> Unused(Instant now)
    {
        using var connection = database.Open();
        return [.. connection.Query<(string Code, string Body)>(
            "SELECT code, body FROM invitation WHERE used IS NULL AND expires > @now ORDER BY expires DESC",
            new { now = now.ToUnixTimeMilliseconds() })
            .Select(row => (row.Code, Invitation: StoredJson.TryRead(row.Body, PeopleJson.Default.Invitation) as Invitation))
            .Where(row => row.Invitation is not null).Select(row => (row.Code, row.Invitation!))];
    }

    /// <returns>False where it was used already, or never was.</returns>
    public bool Withdraw(string hash, Func<Invitation, AuditEntry> entry)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        if (connection.QueryFirstOrDefault<string>(
            "DELETE FROM invitation WHERE code = @hash AND used IS NULL RETURNING body", new { hash }, transaction) is not { } body)
            return false;
        audit.Append(transaction, entry(StoredJson.Read(body, PeopleJson.Default.Invitation)), 0, 0);
        transaction.Commit();
        return true;
    }

    /// <summary>Takes back what nobody used.</summary>
    public void Withdraw(Func<Invitation, bool> which)
    {
        using var connection = database.Open();
        var unused = connection.Query<(string Code, string Body)>("SELECT code, body FROM invitation WHERE used IS NULL").ToList();
        foreach (var (code, body) in unused)
            if (StoredJson.TryRead(body, PeopleJson.Default.Invitation) is Invitation invitation && which(invitation))
                connection.Execute("DELETE FROM invitation WHERE code = @code AND used IS NULL", new { code });
    }

    private SaveResult Change(Person person, Func<SqliteConnection, SqliteTransaction, int> write)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        try
        {
            if (person.Invitation is { } code && !Use(transaction, code, person.Noted!.At))
                return SaveResult.CodeUsed;
            var wasAdministrator = IsAnyAdministrator(transaction, person.Id);
            if (write(connection, transaction) == 0)
                return SaveResult.ChangedMeanwhile;
            // Two administrators remove each other at the same moment: the second is refused.
            if (wasAdministrator && !IsAnyAdministrator(transaction, null))
                return SaveResult.LastAdministrator;
        }
        catch (SqliteException taken) when (taken.SqliteExtendedErrorCode is UniqueConstraint or PrimaryKeyConstraint)
        {
            return SaveResult.NameTaken;
        }
        if (person.Noted is { } entry)
            audit.Append(transaction, entry, 0, 0);
        transaction.Commit();
        (person.Noted, person.Invitation, person.Version) = (null, null, person.Version + 1);
        return SaveResult.Saved;
    }

    /// <summary>
    /// Of that one person, or of all: everybody's logins come by here, and only an administrator's are worth a look at all.
    /// </summary>
    private static bool IsAnyAdministrator(SqliteTransaction transaction, string? id) => transaction.Connection!.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM person, json_each(body, '$.roles') WHERE value = "
            + $"'administrator'{(id is null ? "" : " AND person.id = @id")})", new { id }, transaction);

    private static bool Use(SqliteTransaction transaction, string code, Instant at) => transaction.Connection!.Execute(
        "UPDATE invitation SET used = @at WHERE code = @code AND used IS NULL AND expires > @at",
        new { code, at = at.ToUnixTimeMilliseconds() }, transaction) == 1;

    private Person? First(string query, string value)
    {
        using var connection = database.Open();
        return connection.Query<(long Version, string Body)>(query, new { value }).Select(Read).FirstOrDefault();
    }

    /// <summary>Null where the disk has damaged it.</summary>
    private static Person? Read((long Version, string Body) row)
    {
        var person = StoredJson.TryRead(row.Body, PeopleJson.Default.Person) as Person;
        person?.Version = row.Version;
        return person;
    }

    private static string Write(Person person) => JsonSerializer.Serialize(person, PeopleJson.Default.Person);
}
