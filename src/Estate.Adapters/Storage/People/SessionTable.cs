using Dapper;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>Logins of browsers. Ids are hashes of what the cookie holds.</summary>
public sealed class SessionTable(EstateDatabase database, AuditChain audit)
{
    /// <summary>Those whose time is not over and whose account has not changed what it proves itself with.</summary>
    private const string Going = "FROM session s JOIN person p ON p.id = s.person WHERE s.expires > @now AND s.stamp = "
        + "json_extract(p.body, '$.stamp')";

    public void Insert(Session session, string stamp, byte[] ticket)
    {
        using var connection = database.Open();
        connection.Execute("INSERT INTO session(id, person, stamp, began, seen, expires, browser, ticket) VALUES(@Id, @Person, @stamp, "
            + "@began, @seen, @expires, @Browser, @ticket)", new
            {
                session.Id,
                session.Person,
                stamp,
                began = session.Began.ToUnixTimeMilliseconds(),
                seen = session.Seen.ToUnixTimeMilliseconds(),
                expires = session.Expires.ToUnixTimeMilliseconds(),
                session.Browser,
                ticket,
            });
        // A session that expired needs no entry.
        connection.Execute("DELETE FROM session WHERE expires <= @now", new { now = session.Began.ToUnixTimeMilliseconds() });
    }

    /// <summary>One that has not ended.</summary>
    public byte[]? Find(string id, Instant now)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<byte[]>(
            "SELECT ticket FROM session WHERE id = @id AND expires > @now", new { id, now = now.ToUnixTimeMilliseconds() });
    }

    public void Renew(string id, Instant seen, Instant expires, byte[] ticket)
    {
        using var connection = database.Open();
        connection.Execute(
            "UPDATE session SET seen = @seen, expires = @expires, ticket = @ticket WHERE id = @id",
            new { id, seen = seen.ToUnixTimeMilliseconds(), expires = expires.ToUnixTimeMilliseconds(), ticket });
    }

    /// <summary>Of one person, the newest first.</summary>
    public IReadOnlyList<Session> Of(string person, Instant now)
    {
        using var connection = database.Open();
        return [.. connection.Query<(string Id, string Person, long Began, long Seen, long Expires, string Browser)>(
            $"SELECT s.id, s.person, s.began, s.seen, s.expires, s.browser {Going} AND s.person = @person ORDER BY s.seen DESC",
            new { person, now = now.ToUnixTimeMilliseconds() })
            .Select(row => new Session(row.Id, row.Person, At(row.Began), At(row.Seen), At(row.Expires), row.Browser))];
    }

    /// <summary>How many each person has; who has none is not there.</summary>
    public IReadOnlyDictionary<string, int> Counts(Instant now)
    {
        using var connection = database.Open();
        return connection.Query<(string Person, int Count)>(
            $"SELECT s.person, count(*) {Going} GROUP BY s.person", new { now = now.ToUnixTimeMilliseconds() }).ToDictionary(row =>
                row.Person, row => row.Count);
    }

    /// <summary>Ends one of a person's logins, or all.</summary>
    public void End(string person, string? id, AuditEntry entry)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM session WHERE person = @person AND (@id IS NULL OR id = @id)", new { person, id }, transaction);
        audit.Append(transaction, entry, 0, 0);
        transaction.Commit();
    }

    /// <summary>Ends the login with that id.</summary>
    public void Remove(string id)
    {
        using var connection = database.Open();
        connection.Execute("DELETE FROM session WHERE id = @id", new { id });
    }

    private static Instant At(long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);
}
