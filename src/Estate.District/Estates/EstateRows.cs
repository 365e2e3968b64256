using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Estates;

/// <summary>The table of estates, as the file says it; what an estate sent stays also where it is no longer listed.</summary>
internal static class EstateRows
{
    internal static async Task ReplaceAsync(NpgsqlDataSource source, IReadOnlyList<ListedEstate> estates, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // Several workers may start at once; pages read the old rows meanwhile.
        await using (var empty = new NpgsqlCommand("LOCK TABLE estate IN SHARE ROW EXCLUSIVE MODE; DELETE FROM estate", connection))
            await empty.ExecuteNonQueryAsync(stop);
        await using var insert = new NpgsqlCommand(
            "INSERT INTO estate(site, name_zh, name_en, committee_zh, committee_en, street_zh, street_en, district_zh, district_en, "
                + "households, east, north, datum) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            connection);
        foreach (var column in new Func<ListedEstate, string>[]
        {
            one => one.Site, one => one.Name.Zh, one => one.Name.En, one => one.Committee.Zh, one => one.Committee.En,
            one => one.Street.Zh, one => one.Street.En, one => one.District.Zh, one => one.District.En,
        })
            insert.Parameters.Add(
                new() { Value = estates.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(
            new()
            {
                Value = estates.Select(one => one.Households).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
            });
        foreach (var axis in new Func<ListedEstate, double?>[] { one => one.Position?.Placed?.East, one => one.Position?.Placed?.North })
            insert.Parameters.Add(
                new() { Value = estates.Select(axis).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double });
        insert.Parameters.Add(
            new()
            {
                Value = estates.Select(one => one.Position?.Placed?.Datum).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
        await insert.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }
}
