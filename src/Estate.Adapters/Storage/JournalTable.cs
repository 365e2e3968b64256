using Estate.Domain.Devices;
using Microsoft.Data.Sqlite;

namespace Estate.Adapters.Storage;

/// <summary>The facts' part of a commit.</summary>
internal sealed class JournalTable : IDisposable
{
    private readonly PreparedStatement _insert;
    private readonly JournalNumbers _numbers;
    private readonly FactBodies _bodies = new();

    internal JournalTable(SqliteConnection connection)
    {
        _insert = new(
            connection,
            "INSERT INTO journal(n, at, delay, clock, device, type, since_step, body) VALUES($0, $1, $2, $3, $4, $5, $6, $7)", 8);
        _numbers = new(connection);
        using var newest = new PreparedStatement(connection, "SELECT max(n) FROM journal", 0);
        Next = newest.Number() + 1 ?? 1;
    }

    /// <summary>The number of the next fact; moved on when those before it are durable.</summary>
    internal long Next { get; set; }

    internal void Write(CommitBatch batch)
    {
        var (step, next) = (Next, 0);
        for (var i = 0; i < batch.Facts.Count; i++)
        {
            for (; next < batch.Steps.Count && batch.Steps[next] <= i; next++)
                step = Next + i;
            Write(batch.Facts[i], batch.Conclusions.GetValueOrDefault(i), Next + i, step);
        }
    }

    /// <inheritdoc cref="JournalNumbers.Forget"/>
    internal void Forget() => _numbers.Forget();

    public void Dispose()
    {
        _insert.Dispose();
        _numbers.Dispose();
        _bodies.Dispose();
    }

    private void Write(Fact fact, Fact? conclusion, long n, long step)
    {
        var (at, received) = (fact.Time.At.ToUnixTimeMilliseconds(), fact.Time.ReceivedAt.ToUnixTimeMilliseconds());
        var type = FactTypes.WordOf(fact);
        _insert.Run(
            n, at, received - at, FactBodies.ClockOf(fact.Time), _numbers.Of(fact.Device), _numbers.Of(fact.Slice, type), n - step,
            StoredValue.Utf8(_bodies.Write(fact, type, conclusion)));
    }
}
