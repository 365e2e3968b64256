using System.Buffers.Binary;
using Dapper;
using Estate.Adapters.Storage;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Ingest;

/// <summary>
/// A ledger with a past: transfers of years ago and the events they came of, as the store would hold them, written while the gateway is
/// down.
/// </summary>
internal static class LedgerFiller
{
    internal static void Fill(string database, int transfers)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES($id, $at, "
            + "'programme:issuance', $household, 5, 1, $reference, 'gateway')";
        var (id, at, household, reference) = (
            insert.CreateParameter(), insert.CreateParameter(), insert.CreateParameter(), insert.CreateParameter());
        (id.ParameterName, at.ParameterName, household.ParameterName, reference.ParameterName) = ("$id", "$at", "$household", "$reference");
        insert.Parameters.AddRange([id, at, household, reference]);
        var random = new Random(1);
        var bytes = new byte[16];
        for (var i = 0; i < transfers; i++)
        {
            random.NextBytes(bytes);
            // Days 15000 to 18000 since 1970: older than every id the gateway keeps in memory.
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(15_000 + (i * 3000L / transfers)));
            (id.Value, at.Value, household.Value, reference.Value) = (
                bytes.ToArray(), 1_300_000_000_000L + i, $"household:old{i % 1469}", $"old-{i}");
            insert.ExecuteNonQuery();
        }
        connection.Execute(
            """
            WITH RECURSIVE old(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM old WHERE i + 1 < @transfers)
            INSERT INTO event(device, id, hash, boot, seq, answer)
            SELECT 'bins/station-' || (1 + i % @Stations), printf('0-%09d', i), i, 0, i, zeroblob(150) FROM old
            """, new { transfers, TapLoad.Stations }, transaction);
        Settlement.Run(connection, transaction);
        transaction.Commit();
    }
}
