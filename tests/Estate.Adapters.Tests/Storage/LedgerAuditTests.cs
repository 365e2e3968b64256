using System.Globalization;
using Estate.Adapters.Storage;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>Accounts are what transfers made them; a copy is of one instant, whoever writes meanwhile.</summary>
public sealed class LedgerAuditTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 26, 3, 30);
    private readonly TemporaryFolder _folder = new();
    private readonly EstateDatabase _database;

    public LedgerAuditTests()
    {
        _database = new EstateDatabase(_folder.File("estate.db"));
        using var store = Store();
        for (var day = 0; day < 20; day++)
            store.Commit(Award(day));
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction();
        Settlement.Run(connection, transaction);
        transaction.Commit();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_ledger_of_transfers_adds_up() =>
        Assert.Equal(new Estate.Adapters.Storage.LedgerVerdict(20, 4, 100, null), LedgerAudit.Run(_database));

    [Theory]
    [InlineData("UPDATE account SET balance = balance + 1 WHERE name = 'household:h1'", "1 of 4 accounts do not hold")]
    [InlineData("UPDATE transfer SET points = points + 2 WHERE n = 3", "2 of 4 accounts do not hold")]
    [InlineData("DELETE FROM transfer WHERE n = 3", "2 of 4 accounts do not hold")]
    [InlineData("DELETE FROM account WHERE name = 'household:h1'", "1 of 3 accounts do not hold")]
    [InlineData("UPDATE transfer SET credit = 'household:h2' WHERE credit = 'household:h1'", "2 of 4 accounts do not hold")]
    [InlineData("INSERT INTO account(name, balance) VALUES('household:h9', -5)", "1 of 5 accounts do not hold")]
    public void Any_inconsistency_is_found(string damage, string problem)
    {
        TestDatabase.Run(_database.Path, damage);
        Assert.Contains(problem, LedgerAudit.Run(_database).Problem, StringComparison.Ordinal);
        Assert.Single(DatabaseCheck.Run(_database, new byte[32], isThorough: false).Problems);
    }

    [Fact]
    public void A_negative_household_balance_is_found()
    {
        TestDatabase.Run(_database.Path,
            """
            INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(
                x'01', 0, 'household:h9', 'adjustment', 5, 1, '', '');
            """);
        Assert.Equal("1 households have less than nothing", LedgerAudit.Run(_database).Problem);
    }

    [Fact]
    public async Task A_snapshot_is_consistent_and_does_not_block_commits()
    {
        // Large enough that the copy takes some hundred times as long as a commit.
        TestDatabase.Run(_database.Path, "WITH RECURSIVE many(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM many WHERE i < 200000) INSERT "
            + "INTO reject(slot, at, topic, reason, detail, payload) SELECT i + 10000, 0, 'x', 'x', 'x', randomblob(300) FROM many");
        using var stop = new CancellationTokenSource();
        var commits = 0;
        var writer = Task.Run(() =>
        {
            using var store = Store();
            for (var day = 100; !stop.IsCancellationRequested; day++)
            {
                store.Commit(Award(day));
                Interlocked.Increment(ref commits);
            }
        });
        var meanwhile = 0;
        for (var attempt = 0; attempt < 20 && meanwhile == 0; attempt++)
        {
            var before = Volatile.Read(ref commits);
            DatabaseSnapshot.Write(EstateDatabase.Existing(_database.Path), _folder.File($"copy-{attempt}.db"));
            meanwhile = Volatile.Read(ref commits) - before;
            Assert.Empty(
                DatabaseCheck.Run(EstateDatabase.OpenReadOnly(_folder.File($"copy-{attempt}.db")), new byte[32], isThorough: true)
                    .Problems);
        }
        await stop.CancelAsync();
        await writer;
        Assert.True(meanwhile > 0, "nothing was committed while any of twenty copies was made");
    }

    private EstateStore Store() => new(_database, [], new AuditChain(_database, new byte[32]));

    private static CommitBatch Award(int day)
    {
        var (batch, household) = (new CommitBatch(), string.Create(CultureInfo.InvariantCulture, $"h{day % 3}"));
        batch.Transfers.Add(
            new(TransferIds.Award("test", household, new LocalDate(2026, 1, 1).PlusDays(day), "07:00"), AccountId.Issuance,
            AccountId.Household(household), 5, TransferCode.Award, Now, "s"));
        return batch;
    }
}
