using Estate.District.Wire;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Store;

/// <summary>
/// Takes spans of any estates: their rows, and up to where each journal has come, in one transaction, with each journal's position locked.
/// That is what makes a fact be there once, whoever brings it how often.
/// </summary>
internal sealed class FactStore(NpgsqlDataSource source, Partitions partitions)
{
    /// <summary>In the order given. A fact that the database refuses is set aside alone.</summary>
    /// <exception cref="NpgsqlException">The database is away; whether it took them is not known: they may be given again.</exception>
    internal async Task<IReadOnlyList<(FactSpan Span, SpanResult Result, long Position)>> TakeAsync(
        IReadOnlyList<FactSpan> spans, CancellationToken stop)
    {
        try
        {
            return await TakeAllAsync(spans, stop);
        }
        catch (PostgresException refused) when (IsOfTheData(refused))
        {
            if (spans is [{ Facts.Count: <= 1 } single])
                return await TakeAllAsync([single.SetAside(refused.MessageText)], stop);
            if (spans is [var only])
            {
                var parts = await TakeAsync(only.Halves(), stop);
                return [(only, parts[0].Result == SpanResult.Gap ? SpanResult.Gap : parts[^1].Result, parts[^1].Position)];
            }
            var half = spans.Count / 2;
            return [.. await TakeAsync([.. spans.Take(half)], stop), .. await TakeAsync([.. spans.Skip(half)], stop)];
        }
    }

    /// <summary>Something that was not taken at all: counted, with the last of its kind.</summary>
    internal async Task RefuseAsync(string site, string reason, string detail, CancellationToken stop)
    {
        await using var command = source.CreateCommand(SetAsideRows.CountRefusal);
        foreach (var text in new[] { site, reason, detail })
            SetAsideRows.Add(command, text);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Of the whole transaction, SQLSTATE: a value that does not fit, a rule that it breaks.</summary>
    private static bool IsOfTheData(PostgresException refused) => refused.SqlState is ['2', '2' or '3', ..];

    private async Task<IReadOnlyList<(FactSpan Span, SpanResult Result, long Position)>> TakeAllAsync(
        IReadOnlyList<FactSpan> spans, CancellationToken stop)
    {
        await partitions.PrepareAsync(spans.SelectMany(span => span.Facts).Select(fact => fact.At), stop);
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var positions = await PositionRows.LockAsync(connection, spans.Select(span => span.Journal), stop);
        var (facts, bad) = (new List<(JournalId, SpanFact)>(), new List<(JournalId, BadFact)>());
        var taken = spans.Select(span =>
            (span, Result: positions[span.Journal].Take(span, facts, bad), positions[span.Journal].N)).ToList();
        await CopyAsync(connection, facts, stop);
        await RollupDue.MarkAsync(connection, facts, stop);
        await SetAsideRows.WriteAsync(connection, bad, stop);
        await PositionRows.SaveAsync(connection, positions, stop);
        await TwoComputers.TellAsync(connection, facts.Select(one => one.Item1), stop);
        await transaction.CommitAsync(stop);
        return taken;
    }

    /// <summary>Each column with its type: a client that guesses stores a whole number in a column of fractions as its bits.</summary>
    private static async Task CopyAsync(
        NpgsqlConnection connection, List<(JournalId Journal, SpanFact Fact)> facts, CancellationToken stop)
    {
        if (facts.Count == 0)
            return;
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY fact(site, epoch, n, at, received_at, device, slice, type, body) FROM STDIN (FORMAT BINARY)", stop);
        foreach (var (journal, fact) in facts)
        {
            await copy.StartRowAsync(stop);
            await copy.WriteAsync(journal.Site, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(journal.Epoch, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(fact.N, NpgsqlDbType.Bigint, stop);
            await copy.WriteAsync(fact.At, NpgsqlDbType.TimestampTz, stop);
            await copy.WriteAsync(fact.ReceivedAt, NpgsqlDbType.TimestampTz, stop);
            await copy.WriteAsync(fact.Device, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(fact.Slice, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(fact.Type, NpgsqlDbType.Text, stop);
            await copy.WriteAsync(fact.Body, NpgsqlDbType.Jsonb, stop);
        }
        await copy.CompleteAsync(stop);
    }
}
