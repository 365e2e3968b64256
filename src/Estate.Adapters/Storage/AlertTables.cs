using System.Text.Json;
using Estate.Domain.Alerts;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The alerts' and the outbox's part of a commit.</summary>
internal sealed class AlertTables : IDisposable
{
    private readonly PreparedStatement _change;
    private readonly PreparedStatement _insert;
    private readonly PreparedStatement _outbox;
    private readonly PreparedStatement _settle;

    internal AlertTables(SqliteConnection connection)
    {
        _change = new(connection, "UPDATE alert SET closed = $1, body = $2 WHERE id = $0", 3);
        _insert = new(
            connection, "INSERT OR IGNORE INTO alert(id, device, type, component, since, closed, body) VALUES($0, $1, $2, $3, $4, $5, $6)",
            7);
        _outbox = new(connection, "INSERT OR IGNORE INTO outbox(id, at, notifier, body) VALUES($0, $1, $2, $3)", 4);
        _settle = new(connection, "UPDATE outbox SET attempts = $1, settled = $2, problem = $3 WHERE id = $0", 4);
    }

    /// <returns>Alerts refused because another of their name is open.</returns>
    internal int Write(CommitBatch batch)
    {
        var conflicts = 0;
        foreach (var alert in batch.Alerts.Values)
        {
            var closed = alert.ClosedAt?.ToUnixTimeMilliseconds();
            var body = JsonSerializer.Serialize(alert, Alert.Json);
            if (_change.Run(alert.Id, closed, body) == 0)
                conflicts += 1 - _insert.Run(alert.Id, alert.Key.Device.ToString(), alert.Key.Type, alert.Key.Component,
                    alert.Since.ToUnixTimeMilliseconds(), closed, body);
        }
        foreach (var one in batch.Notifications)
            _outbox.Run(one.Id, one.At.ToUnixTimeMilliseconds(), one.Notifier, JsonSerializer.Serialize(one, Notification.Json));
        foreach (var one in batch.Deliveries)
            _settle.Run(one.Notification, one.Attempts, one.At.ToUnixTimeMilliseconds(), one.Problem);
        return conflicts;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _change, _insert, _outbox, _settle })
            statement.Dispose();
    }
}
