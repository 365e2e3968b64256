using Dapper;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>Logins of browsers. Ids are hashes of what the cookie holds.</summary>
public sealed class SessionTable(EstateDatabase database)
{
    public void Insert(Session session, string stamp, byte[] ticket)
    {
        using var connection = database.Open();
        connection.Execute("INSERT INTO session(id, person, stamp, began, seen, expires, browser, ticket) VALUES(@Id, @Person, @stamp, @began, @seen, @expires, @Browser, @ticket)", new
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
        // What ended by itself needs nobody to look at it.
        connection.Execute("DELETE FROM session WHERE expires <= @now", new { now = session.Began.ToUnixTimeMilliseconds() });
    }

    /// <summary>One that has not ended.</summary>
    public byte[]? Find(string id, Instant now)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<byte[]>("SELECT ticket FROM session WHERE id = @id AND expires > @now", new { id, now = now.ToUnixTimeMilliseconds() });
    }

    public void Renew(string id, Instant seen, Instant expires, byte[] ticket)
    {
        using var connection = database.Open();
        connection.Execute("UPDATE session SET seen = @seen, expires = @expires, ticket = @ticket WHERE id = @id", new { id, seen = seen.ToUnixTimeMilliseconds(), expires = expires.ToUnixTimeMilliseconds(), ticket });
    }

    /// <summary>Of one person, the newest first.</summary>
    public IReadOnlyList<Session> Of(string person, Instant now)
    {
        using var connection = database.Open();
        return [.. connection.Query<(string Id, string Person, long Began, long Seen, long Expires, string Browser)>(
            "SELECT id, person, began, seen, expires, browser FROM session WHERE person = @person AND expires > @now AND stamp = (SELECT json_extract(body, '$.stamp') FROM person WHERE id = @person) ORDER BY seen DESC",
            new { person, now = now.ToUnixTimeMilliseconds() })
            .Select(row => new Session(row.Id, row.Person, At(row.Began), At(row.Seen), At(row.Expires), row.Browser))];
    }

    /// <summary>Ends one of a person's logins, or all.</summary>
    public void End(string person, string? id = null)
    {
        using var connection = database.Open();
        connection.Execute("DELETE FROM session WHERE person = @person AND (@id IS NULL OR id = @id)", new { person, id });
    }

    /// <summary>Ends the login with that id.</summary>
    public void Remove(string id)
    {
        using var connection = database.Open();
        connection.Execute("DELETE FROM session WHERE id = @id", new { id });
    }

    private static Instant At(long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);
}
