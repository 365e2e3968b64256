using Dapper;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>Whatever somebody does to the audit, or to what came of an entry, shows.</summary>
public sealed class AuditChainTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly TemporaryFolder _folder = new();
    private readonly EstateDatabase _database;
    private readonly AuditChain _chain;

    public AuditChainTests()
    {
        _database = new EstateDatabase(_folder.File("estate.db"));
        _chain = new AuditChain(_database, Key);
        using var store = new EstateStore(_database, [], _chain);
        var batch = new CommitBatch();
        for (var i = 0; i < 3; i++)
            batch.Facts.Add(
                new LatchReset(
                    new DeviceId("gate", "north"), new EventTime(At(i), At(i), ClockTrust.Synced), "fire", "", "chen", $"looked {i}"));
        batch.Audit.Add((Entry(0, "chen"), 0, 1));
        batch.Audit.Add((Entry(1, "chen"), 1, 2));
        store.Commit(batch);
        _chain.Append(Entry(2, "li"));
        _chain.Append(Entry(3, "li"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_untouched_chain_verifies_and_knows_its_seals()
    {
        var verdict = _chain.Verify();
        Assert.Equal((4L, null), (verdict.Entries, verdict.Problem));
        Assert.Null(_chain.Verify(_chain.Read(3, 1).Single().Mac[..12]).Problem);
        Assert.Equal(verdict.Head, _chain.Read(long.MaxValue, 1).Single().Mac);
        Assert.Equal([(1L, 1L), (2L, 2L)], _chain.Read(3, 9).Reverse().Select(row => (row.FirstFact, row.Facts)));
    }

    [Fact]
    public void A_backup_from_before_sealed_erasures_still_verifies()
    {
        TestDatabase.Run(_database.Path, "ALTER TABLE audit DROP COLUMN seal; ALTER TABLE audit DROP COLUMN erased_by");
        Assert.Equal((4L, null), (_chain.Verify().Entries, _chain.Verify().Problem));
        _chain.Append(Entry(4, "li"));
        Assert.Equal((5L, null), (_chain.Verify().Entries, _chain.Verify().Problem));
        TestDatabase.Run(_database.Path, "UPDATE audit SET by = 'wang' WHERE n = 2");
        Assert.NotNull(_chain.Verify().Problem);
    }

    [Theory]
    [InlineData("UPDATE audit SET by = 'wang' WHERE n = 2", "entry 2")]
    [InlineData("UPDATE audit SET at = at + 1 WHERE n = 4", "entry 4")]
    [InlineData("UPDATE audit SET detail = 'x', action = 'done' WHERE n = 1", "entry 1")]
    [InlineData("UPDATE audit SET action = 'res', target = 'etdoor' WHERE n = 3", "entry 3")]
    [InlineData("UPDATE audit SET facts = 0, first_fact = 0 WHERE n = 2", "entry 2")]
    [InlineData("DELETE FROM audit WHERE n = 3", "entry 3 is missing")]
    [InlineData("DELETE FROM audit WHERE n = 3; UPDATE audit SET n = 3 WHERE n = 4", "entry 3")]
    [InlineData("DELETE FROM audit WHERE n = 1; UPDATE audit SET n = n - 1", "entry 1")]
    [InlineData("UPDATE fact SET body = replace(body, 'chen', 'wang') WHERE n = 3", "lines 2 to 3")]
    [InlineData("UPDATE journal SET body = replace(body, 'chen', 'wang') WHERE n = 3", "lines 2 to 3")]
    [InlineData("UPDATE journal SET delay = delay + 1 WHERE n = 2", "lines 2 to 3")]
    [InlineData("UPDATE journal SET clock = clock - 1 WHERE n = 2", "lines 2 to 3")]
    [InlineData("UPDATE fact_type SET type = 'latch_set'", "lines 1 to 1")]
    [InlineData("DELETE FROM fact WHERE n = 1", "lines 1 to 1")]
    public void Any_change_to_the_chain_is_detected(string tampering, string where)
    {
        using (var connection = _database.Open())
            connection.Execute(tampering);
        Assert.Contains(where, _chain.Verify().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncation_is_detected_against_a_noted_seal()
    {
        var noted = _chain.Verify().Head[..12];
        using (var connection = _database.Open())
            connection.Execute("DELETE FROM audit WHERE n = 4");
        Assert.Null(_chain.Verify().Problem);
        Assert.Contains(noted, _chain.Verify(noted).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_cannot_be_forged_without_the_key()
    {
        new AuditChain(_database, new byte[32]).Append(Entry(4, "li"));
        Assert.Contains("entry 5", _chain.Verify().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_entries_form_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(who => Task.Run(() =>
        {
            for (var i = 0; i < 10; i++)
                _chain.Append(Entry(i, $"person {who}"));
        })));
        Assert.Equal((44L, null), (_chain.Verify().Entries, _chain.Verify().Problem));
    }

    private static AuditEntry Entry(int second, string by) => new(At(second), by, "reset", "door", "done");

    private static Instant At(int second) => Instant.FromUtc(2026, 3, 2, 0, 0, second);
}
