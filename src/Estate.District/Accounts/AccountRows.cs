using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Accounts;

/// <summary>Accounts of this district, in its database, so that any copy of the service knows them.</summary>
internal sealed class AccountRows(NpgsqlDataSource source)
{
    private const int TriesBeforeLock = 5;

    internal async Task<KeptAccount?> FindAsync(string name, CancellationToken stop)
    {
        await using var command = Command(
            "SELECT name, level, area, password_hash, stamp, coalesce(locked_until > now(), false) FROM account WHERE name = $1", name);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop)
            ? new(new(row.GetString(0), Enum.Parse<Level>(row.GetString(1)), row.GetString(2)), row.GetString(3), row.GetString(4),
                row.GetBoolean(5)) : null;
    }

    internal async Task<IReadOnlyList<Account>> AllAsync(CancellationToken stop)
    {
        var all = new List<Account>();
        await using var command = Command("SELECT name, level, area FROM account ORDER BY name");
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            all.Add(new(rows.GetString(0), Enum.Parse<Level>(rows.GetString(1)), rows.GetString(2)));
        return all;
    }

    /// <summary>A new one, or another password, level and area for one that is there.</summary>
    internal Task PutAsync(Account account, string hash, string stamp, CancellationToken stop) => RunAsync(
        Command(
            "INSERT INTO account(name, level, area, password_hash, stamp) VALUES($1, $2, $3, $4, $5) ON CONFLICT (name) DO UPDATE SET "
                + "level = excluded.level, area = excluded.area, password_hash = excluded.password_hash, stamp = excluded.stamp, "
                + "failures = 0, locked_until = NULL", account.Name, account.Level.ToString(), account.Area, hash, stamp), stop);

    /// <returns>False where nobody is called that.</returns>
    internal async Task<bool> RemoveAsync(string name, CancellationToken stop) =>
        await RunAsync(Command("DELETE FROM account WHERE name = $1", name), stop) > 0;

    /// <summary>After so many wrong passwords nobody comes in for a quarter of an hour.</summary>
    internal Task FailAsync(string name, CancellationToken stop) => RunAsync(
        Command(
            $"UPDATE account SET failures = (failures + 1) % {TriesBeforeLock}, locked_until = CASE WHEN failures + 1 >= {TriesBeforeLock} "
                + "THEN now() + interval '15 minutes' ELSE locked_until END WHERE name = $1", name), stop);

    internal Task SucceedAsync(string name, CancellationToken stop) =>
        RunAsync(Command("UPDATE account SET failures = 0, locked_until = NULL WHERE name = $1", name), stop);

    private NpgsqlCommand Command(string sql, params string[] texts)
    {
        var command = source.CreateCommand(sql);
        foreach (var text in texts)
            command.Parameters.Add(new() { Value = text, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }

    private static async Task<int> RunAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using (command)
            return await command.ExecuteNonQueryAsync(stop);
    }
}
