using System.Text.Json;
using Dapper;

namespace Estate.Adapters.Storage.People;

/// <summary>Tokens of programs, by the hash of each.</summary>
public sealed class TokenTable(EstateDatabase database, AuditChain audit)
{
    public Token? Find(string hash)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<string>("SELECT body FROM token WHERE hash = @hash", new { hash }) is { } body
            ? StoredJson.TryRead(body, PeopleJson.Default.Token) as Token : null;
    }

    public IReadOnlyList<Token> All()
    {
        using var connection = database.Open();
        return [.. StoredJson.Readable(connection.Query<string>("SELECT body FROM token ORDER BY name"), PeopleJson.Default.Token)];
    }

    /// <returns>False when there is one of that name.</returns>
    public bool Add(string hash, Token token, AuditEntry entry) => Change(
        "INSERT OR IGNORE INTO token(name, hash, body) VALUES(@Name, @hash, @body)",
        new { token.Name, hash, body = JsonSerializer.Serialize(token, PeopleJson.Default.Token) }, entry);

    /// <returns>False when there is none of that name.</returns>
    public bool Remove(string name, AuditEntry entry) => Change("DELETE FROM token WHERE name = @name", new { name }, entry);

    private bool Change(string statement, object parameters, AuditEntry entry)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        if (connection.Execute(statement, parameters, transaction) == 0)
            return false;
        audit.Append(transaction, entry, 0, 0);
        transaction.Commit();
        return true;
    }
}
