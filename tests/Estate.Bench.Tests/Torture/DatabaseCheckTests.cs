using Estate.Bench.Torture;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Torture;

public sealed class DatabaseCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public DatabaseCheckTests()
    {
        _path = _folder.File("estate.db");
        _ = new Adapters.Storage.EstateDatabase(_path);
        TestDatabase.Run(_path, "INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'01', 1, "
            + "'programme:issuance', 'household:h1', 5, 1, 'tap', 'gateway')");
        TestDatabase.Run(_path, "UPDATE settled SET transfer = 1");
        TestDatabase.Run(_path, "INSERT INTO account VALUES('programme:issuance', -5), ('household:h1', 5)");
        TestDatabase.Run(_path, "INSERT INTO fact(n, at, received, device, slice, body) VALUES(1, 1, 1, 'bins/a', 'bins', '{}'), (2, 1, "
            + "1, 'bins/a', 'bins', '{}')");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_consistent_database_is_whole() => Assert.True(DatabaseCheck.Of(_path).IsWhole);

    [Fact]
    public void An_account_without_its_transfer_is_not_whole()
    {
        TestDatabase.Run(_path, "DELETE FROM transfer");
        Assert.Equal(2, DatabaseCheck.Of(_path).WrongAccounts);
    }

    [Fact]
    public void A_gap_in_the_journal_is_not_whole()
    {
        TestDatabase.Run(_path, "DELETE FROM fact WHERE n = 1");
        Assert.Equal(1, DatabaseCheck.Of(_path).MissingFacts);
    }

    [Fact]
    public void Two_sessions_in_one_window_or_three_a_day_fail()
    {
        Assert.True(ClockTroubles.Limits(new("clock"), _path).Passes);
        TestDatabase.Run(_path, "INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'02', 2, "
            + "'programme:issuance', 'household:h1', 5, 1, 'other', 'gateway')");
        Assert.False(ClockTroubles.Limits(new("clock"), _path).Passes);
    }

    [Fact]
    public void Pages_of_a_tree_are_found()
    {
        TestDatabase.Run(_path, "WITH RECURSIVE c(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM c WHERE i < 5000) INSERT INTO fact(n, at, "
            + "received, device, slice, body) SELECT i, 1, 1, 'bins/a', 'bins', hex(zeroblob(50)) FROM c");
        TestDatabase.Run(_path, "INSERT INTO journal_device SELECT device, type, n FROM journal; UPDATE settled SET fact = 5000");
        TestDatabase.Run(_path, "PRAGMA wal_checkpoint(TRUNCATE)");
        var trees = DatabasePages.Trees(_path).ToDictionary(one => one.Name, one => one.Root);
        var file = File.ReadAllBytes(_path);
        var (facts, index) = (DatabasePages.Of(file, trees["journal"]), DatabasePages.Of(file, trees["journal_device"]));
        Assert.True(facts.Count > 100);
        Assert.True(index.Count > 10);
        Assert.Empty(facts.Intersect(index));
        // Branches and leaves of a table, nothing of an index.
        Assert.All(facts, page => Assert.Contains(file[(page - 1) * DatabasePages.SizeIn(file)], new byte[] { 5, 13 }));
        Assert.All(index, page => Assert.Contains(file[(page - 1) * DatabasePages.SizeIn(file)], new byte[] { 2, 10 }));
    }
}
