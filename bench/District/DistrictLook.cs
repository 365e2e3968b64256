using Npgsql;
using NpgsqlTypes;

namespace Estate.Bench.District;

/// <summary>A fact as it is told apart: its number, its type, its time in milliseconds since 1970.</summary>
internal readonly record struct ToldFact(long N, string Type, long At);

/// <summary>A look at the district's database from outside.</summary>
internal sealed class DistrictLook(string address) : IAsyncDisposable
{
    private const int Patience = 5;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create($"{address};Timeout={Patience};Command Timeout={Patience}");

    /// <summary>How far each estate's journal is stored; null while the database is away.</summary>
    internal async Task<IReadOnlyDictionary<string, long>?> PositionsAsync() =>
        await PairsAsync("SELECT site, max(n) FROM position GROUP BY site");

    /// <summary>Deposits that the roll-ups have counted, by estate; null while the database is away.</summary>
    internal async Task<IReadOnlyDictionary<string, long>?> CountedDepositsAsync(string prefix) => await PairsAsync(
        $"SELECT site, sum(count)::bigint FROM rollup_hour WHERE site LIKE '{prefix}%' AND what LIKE 'waste/%' GROUP BY site");

    internal async Task<long> NumberAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>By number; what is there twice is told twice.</summary>
    internal async Task<List<ToldFact>> FactsOfAsync(string site)
    {
        await using var command = _source.CreateCommand(
            "SELECT n, type, round(extract(epoch FROM at) * 1000)::bigint FROM fact WHERE site = $1 ORDER BY n");
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = site, NpgsqlDbType = NpgsqlDbType.Text });
        var facts = new List<ToldFact>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            facts.Add(new(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2)));
        return facts;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<IReadOnlyDictionary<string, long>?> PairsAsync(string sql)
    {
        try
        {
            var pairs = new Dictionary<string, long>();
            await using var command = _source.CreateCommand(sql);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                pairs[rows.GetString(0)] = rows.GetInt64(1);
            return pairs;
        }
        catch (Exception away) when (away is NpgsqlException or IOException or TimeoutException)
        {
            return null;
        }
    }
}
