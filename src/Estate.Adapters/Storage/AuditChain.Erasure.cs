using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>
/// What the law wants gone goes from the audit and from the facts it covers, too, and the chain holds: each entry keeps its
/// first seal as a link, and gets a second over what is left of it, which names the entry that says what was erased.
/// </summary>
public sealed partial class AuditChain
{
    public const string HouseholdErased = "household_erased";
    internal const string Retention = "retention";

    private static bool IsErasure(string action) => action is HouseholdErased or Retention;

    /// <summary>
    /// Changes entries, reseals those and all that cover changed facts, and appends the entry that says so. Nothing where nothing
    /// changed and no entry is given.
    /// </summary>
    /// <param name="entry">Says what was erased, by the number of entries resealed; null where there is nothing to say.</param>
    /// <param name="facts">Numbers of facts that were changed or deleted before, in this transaction.</param>
    /// <param name="change">What becomes of an entry.</param>
    /// <returns>How many entries were resealed.</returns>
    internal int Erase(
        SqliteTransaction transaction, Func<int, AuditEntry?> entry, IReadOnlySet<long> facts, Func<AuditEntry, AuditEntry> change)
    {
        var connection = transaction.Connection!;
        var next = (connection.ExecuteScalar<long?>("SELECT max(n) FROM audit", transaction: transaction) ?? 0) + 1;
        var (before, changed) = (Beginning, new List<(byte[] Before, Row Row)>());
        foreach (var row in connection.Query<Row>($"SELECT {Columns} FROM audit ORDER BY n", transaction: transaction, buffered: false))
        {
            var was = row.Read().Entry;
            var becomes = change(was);
            if (becomes != was || (row.Facts > 0 && Covers(row, facts)))
            {
                (row.By, row.Target, row.Detail) = (becomes.By, becomes.Target, becomes.Detail);
                changed.Add((before, row));
            }
            before = row.Mac;
        }
        foreach (var (link, row) in changed)
        {
            (row.Digest, row.ErasedBy) = (Digest(connection, transaction, row.FirstFact, row.Facts), next);
            row.SealOfRest = SealOfRest(link, row);
            connection.Execute("UPDATE audit SET by = @By, target = @Target, detail = @Detail, digest = @Digest, erased_by = @ErasedBy, "
                + "seal = @SealOfRest WHERE n = @N", row, transaction);
        }
        if (entry(changed.Count) is { } said)
            Append(transaction, said, 0, 0);
        return changed.Count;
    }

    private static bool Covers(Row row, IReadOnlySet<long> facts)
    {
        for (var n = row.FirstFact; n < row.FirstFact + row.Facts; n++)
            if (facts.Contains(n))
                return true;
        return false;
    }

    /// <param name="erasures">Gets the number of the entry that must still come and say that something was erased.</param>
    private bool IsWhole(byte[] before, Row row, HashSet<long> erasures)
    {
        if (row.ErasedBy is not { } erasedBy)
            return CryptographicOperations.FixedTimeEquals(row.Mac, Seal(before, row));
        if (erasedBy <= row.N)
            return false;
        erasures.Add(erasedBy);
        return CryptographicOperations.FixedTimeEquals(row.SealOfRest, SealOfRest(before, row));
    }

    private byte[] SealOfRest(byte[] before, Row row)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(before);
        hash.AppendData(row.Mac);
        Add(hash, "erased", row.ErasedBy!.Value, Convert.ToHexStringLower(Seal(before, row)));
        return hash.GetHashAndReset();
    }
}
