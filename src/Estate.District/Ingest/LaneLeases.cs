using Npgsql;

namespace Estate.District.Ingest;

/// <summary>
/// Which lanes are this worker's: by locks of one session of the database, which end with it, however it ends. Workers share the lanes
/// evenly. A lane in two hands for a moment does no harm: positions are locked row by row; it only costs time.
/// </summary>
internal sealed class LaneLeases(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>Of the locks: one number for each lane, and one that all who are there hold together.</summary>
    private const int Class = 61_000, Presence = -1;

    private readonly SortedSet<int> _held = [];
    private NpgsqlConnection? _session;

    internal IReadOnlySet<int> Held => _held;

    /// <summary>Takes what is free, up to a fair share, and gives back what is more.</summary>
    /// <exception cref="NpgsqlException">The session is gone, and all that was held with it.</exception>
    internal async Task RenewAsync(CancellationToken stop)
    {
        try
        {
            if (_session is null)
            {
                _session = await source.OpenConnectionAsync(stop);
                await AskAsync<object>($"SELECT pg_advisory_lock_shared({Class}, {Presence})", stop);
            }
            var workers = await AskAsync<long>(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database "
                    + $"WHERE datname = current_database()) AND classid = {Class} AND objid = ({Presence})::int::oid AND granted", stop);
            var share = (int)((MessageServers.Lanes + workers - 1) / Math.Max(workers, 1));
            while (_held.Count > share)
                await GiveBackAsync(_held.Max, stop);
            for (var lane = 0; lane < MessageServers.Lanes && _held.Count < share; lane++)
                if (!_held.Contains(lane) && await AskAsync<bool>($"SELECT pg_try_advisory_lock({Class}, {lane})", stop))
                    _held.Add(lane);
        }
        catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException or IOException)
        {
            await DropAsync();
            throw new NpgsqlException("the database is away: " + lost.Message, lost);
        }
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    private async Task GiveBackAsync(int lane, CancellationToken stop)
    {
        _held.Remove(lane);
        await AskAsync<bool>($"SELECT pg_advisory_unlock({Class}, {lane})", stop);
    }

    /// <summary>A session that went back into the pool would keep its locks until somebody uses it again.</summary>
    private async Task DropAsync()
    {
        _held.Clear();
        if (_session is not { } session)
            return;
        try
        {
            await AskAsync<object>("SELECT pg_advisory_unlock_all()", CancellationToken.None);
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException or IOException)
        {
            // Its locks went with it.
        }
        _session = null;
        await session.DisposeAsync();
    }

    private async Task<T> AskAsync<T>(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, _session) { CommandTimeout = 2 };
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }
}
