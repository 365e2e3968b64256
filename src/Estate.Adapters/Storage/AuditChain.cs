using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// Who changed what. Each entry is sealed with a keyed hash (HMAC-SHA256) over itself, the facts that came of it and the
/// seal before it: who changes, adds or takes out one later breaks the chain from there. Taking off the end shows only against
/// a seal somebody kept. What was erased by right has a second seal, made with the entry that says so.
/// </summary>
public sealed partial class AuditChain(EstateDatabase database, byte[] key)
{
    /// <summary>From this schema on there is an audit.</summary>
    public const int SinceSchema = 7;

    private const string Columns = "n AS N, at AS At, by AS By, action AS Action, target AS Target, detail AS Detail, first_fact AS "
        + "FirstFact, facts AS Facts, digest AS Digest, mac AS Mac, erased_by AS ErasedBy, seal AS SealOfRest";
    private static readonly byte[] Beginning = new byte[HMACSHA256.HashSizeInBytes];

    /// <summary>In a transaction of its own.</summary>
    public void Append(AuditEntry entry)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        Append(transaction, entry, 0, 0);
        transaction.Commit();
    }

    /// <summary>Newest first, those before <paramref name="before"/>.</summary>
    public IReadOnlyList<AuditRow> Read(long before, int limit)
    {
        using var connection = database.Open();
        return [.. connection.Query<Row>(
            $"SELECT {ColumnsOf(connection, null)} FROM audit WHERE n < @before ORDER BY n DESC LIMIT @limit",
            new { before, limit }).Select(row => row.Read())];
    }

    /// <param name="known">A seal somebody kept (the first letters are enough): it must be there still.</param>
    public AuditVerdict Verify(string? known = null)
    {
        using var connection = database.Open();
        // One picture of it all, whatever is written meanwhile.
        using var transaction = connection.BeginTransaction(deferred: true);
        var (before, count, isKnown) = (Beginning, 0L, known is null);
        var erasures = new HashSet<long>();
        foreach (var row in connection.Query<Row>(
                $"SELECT {ColumnsOf(connection, transaction)} FROM audit ORDER BY n", transaction: transaction, buffered: false))
        {
            count++;
            if (row.N != count)
                return new(count - 1, Convert.ToHexStringLower(before), $"entry {count} is missing");
            if (!IsWhole(before, row, erasures))
                return new(count - 1, Convert.ToHexStringLower(before), $"entry {row.N} of {Instant.FromUnixTimeMilliseconds(row.At)} by "
                    + $"{row.By} is not what was sealed, or the one before it was taken out");
            erasures.Remove(IsErasure(row.Action) ? row.N : 0);
            before = row.Mac;
            isKnown |= known is not null && Convert.ToHexStringLower(before).StartsWith(known, StringComparison.OrdinalIgnoreCase);
        }
        if (erasures.Count > 0)
            return new(count, Convert.ToHexStringLower(before), $"something was erased by entry {erasures.Min()}, which is no such entry");
        return new(
            count, Convert.ToHexStringLower(before), isKnown ? FactsProblem(connection, transaction)
            : $"no entry has the seal {known}: entries were taken off the end, or the seal is of another estate");
    }

    /// <summary>Within the transaction that makes the change; its facts are written before.</summary>
    internal void Append(SqliteTransaction transaction, AuditEntry entry, long firstFact, long facts)
    {
        var connection = transaction.Connection!;
        var last = connection.QueryFirstOrDefault<Row>(
            "SELECT n AS N, CAST(mac AS BLOB) AS Mac FROM audit ORDER BY n DESC LIMIT 1", transaction: transaction);
        var row = new Row
        {
            N = (last?.N ?? 0) + 1,
            At = entry.At.ToUnixTimeMilliseconds(),
            By = entry.By,
            Action = entry.Action,
            Target = entry.Target,
            Detail = entry.Detail,
            FirstFact = firstFact,
            Facts = facts,
            Digest = Digest(connection, transaction, firstFact, facts),
        };
        row.Mac = Seal(last?.Mac ?? Beginning, row);
        connection.Execute("INSERT INTO audit(n, at, by, action, target, detail, first_fact, facts, digest, mac) VALUES(@N, @At, @By, "
            + "@Action, @Target, @Detail, @FirstFact, @Facts, @Digest, @Mac)", row, transaction);
    }

    /// <summary>An older backup, or a database whose first start with this program failed, has no columns for erasures yet.</summary>
    private static string ColumnsOf(SqliteConnection connection, SqliteTransaction? transaction) =>
        connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM pragma_table_info('audit') WHERE name = 'seal')", transaction: transaction) ? Columns
            : Columns.Replace("erased_by AS", "NULL AS", StringComparison.Ordinal).Replace("seal AS", "NULL AS", StringComparison.Ordinal);

    private static string? FactsProblem(SqliteConnection connection, SqliteTransaction transaction)
    {
        foreach (var row in connection.Query<Row>(
                "SELECT n AS N, by AS By, first_fact AS FirstFact, facts AS Facts, digest AS Digest FROM audit WHERE facts > 0 ORDER BY n",
                transaction: transaction).ToList())
            if (!CryptographicOperations.FixedTimeEquals(row.Digest, Digest(connection, transaction, row.FirstFact, row.Facts)))
                return $"the journal's lines {row.FirstFact} to {row.FirstFact + row.Facts - 1}, which came of entry {row.N} by {row.By},"
                    + " are not what was sealed";
        return null;
    }

    private static byte[] Digest(SqliteConnection connection, SqliteTransaction transaction, long first, long count)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (count > 0)
            foreach (var (n, at, device, body) in connection.Query<(long, long, string, string)>(
                "SELECT n, at, device, body FROM fact WHERE n >= @first AND n < @end ORDER BY n", new { first, end = first + count },
                transaction))
                Add(hash, n, at, device, body);
        return hash.GetHashAndReset();
    }

    private byte[] Seal(byte[] before, Row row)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(before);
        Add(hash, row.N, row.At, row.By, row.Action, row.Target, row.Detail, row.FirstFact, row.Facts,
            Convert.ToHexStringLower(row.Digest));
        return hash.GetHashAndReset();
    }

    /// <summary>Each value behind its length, so that none can pass for two.</summary>
    private static void Add(IncrementalHash hash, params ReadOnlySpan<object> values)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var value in values)
        {
            var bytes = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{value}"));
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }

    private sealed class Row
    {
        public long N { get; init; }
        public long At { get; init; }
        public string By { get; set; } = "";
        public string Action { get; init; } = "";
        public string Target { get; set; } = "";
        public string Detail { get; set; } = "";
        public long FirstFact { get; init; }
        public long Facts { get; init; }
        public byte[] Digest { get; set; } = [];
        public byte[] Mac { get; set; } = [];
        public long? ErasedBy { get; set; }
        public byte[]? SealOfRest { get; set; }

        internal AuditRow Read() =>
            new(N, new(Instant.FromUnixTimeMilliseconds(At), By, Action, Target, Detail), FirstFact, Facts, Convert.ToHexStringLower(Mac));
    }
}
