using System.Text.Json;
using Estate.Domain.Rules;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The rules' part of a commit: where each stands for each device; idle ones are not kept.</summary>
internal sealed class RuleTable(SqliteConnection connection) : IDisposable
{
    private readonly PreparedStatement _put = new(
        connection,
        "INSERT INTO rule_state(rule, device, component, body) VALUES($0, $1, $2, $3) ON CONFLICT DO UPDATE SET body = excluded.body", 4);
    private readonly PreparedStatement _drop = new(
        connection, "DELETE FROM rule_state WHERE rule = $0 AND device = $1 AND component = $2", 3);

    internal void Write(CommitBatch batch)
    {
        foreach (var state in batch.Rules.Values)
            if (state.Status == RuleStatus.Idle)
                _drop.Run(state.Rule, state.Device.ToString(), state.Component);
            else
                _put.Run(state.Rule, state.Device.ToString(), state.Component, JsonSerializer.Serialize(state, RuleState.Json));
    }

    public void Dispose()
    {
        _put.Dispose();
        _drop.Dispose();
    }
}
