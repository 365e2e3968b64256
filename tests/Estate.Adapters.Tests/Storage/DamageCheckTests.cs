using Estate.Adapters.Storage;
using Estate.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

public sealed class DamageCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public DamageCheckTests()
    {
        _path = _folder.File("estate.db");
        _ = new EstateDatabase(_path);
        TestDatabase.Run(_path, "INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'01', 1, "
            + "'programme:issuance', 'household:h1', 5, 1, 'tap', 'gateway')");
        TestDatabase.Run(_path, "UPDATE settled SET transfer = 1");
        TestDatabase.Run(_path, "INSERT INTO account VALUES('programme:issuance', -5), ('household:h1', 5)");
        TestDatabase.Run(_path, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_database_has_no_damage() => Assert.Null(DamageCheck.Find(_path));

    [Fact]
    public void A_missing_page_is_damage()
    {
        var bytes = File.ReadAllBytes(_path);
        bytes.AsSpan(4096, 4096).Clear();
        File.WriteAllBytes(_path, bytes);
        Assert.NotNull(DamageCheck.Find(_path));
    }

    [Fact]
    public void A_file_that_is_not_a_database_is_damage()
    {
        File.WriteAllText(_path, new string('x', 9000));
        Assert.Contains("not a database", DamageCheck.Find(_path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_balance_that_differs_from_its_transfers_is_damage()
    {
        TestDatabase.Run(_path, "UPDATE account SET balance = 4101 WHERE name = 'household:h1'");
        Assert.Equal("1 accounts differ from the sum of their transfers", DamageCheck.Find(_path));
    }

    [Fact]
    public void A_transfer_without_its_accounts_is_damage()
    {
        TestDatabase.Run(_path, "UPDATE transfer SET points = 6");
        Assert.Equal("2 accounts differ from the sum of their transfers", DamageCheck.Find(_path));
    }

    [Fact]
    public void An_index_of_the_journal_that_lost_a_row_is_damage()
    {
        TestDatabase.Run(_path, "INSERT INTO fact(at, received, device, slice, type, body) VALUES(1, 1, 'bins/a', 'bins', 'x', '{}'), "
            + "(2, 2, 'bins/a', 'bins', 'x', '{}'); INSERT INTO journal_device SELECT device, type, n FROM journal; "
            + "INSERT INTO journal_time SELECT at, n FROM journal; UPDATE settled SET fact = 2");
        Assert.Null(DamageCheck.Find(_path));
        TestDatabase.Run(_path, "DELETE FROM journal_time WHERE n = 1");
        Assert.Equal("1 rows of the journal's indexes are missing or too many", DamageCheck.Find(_path));
    }

    [Fact]
    public void A_missing_file_is_not_damage() => Assert.Null(DamageCheck.Find(_folder.File("nowhere.db")));

    [Theory]
    [InlineData(13, "the disk is full (")]
    [InlineData(10, "the disk fails or is read-only (")]
    [InlineData(11, "estate restore")]
    [InlineData(1, "the disk refuses (")]
    public void A_refused_commit_says_what_to_check(int code, string words) =>
        Assert.Contains(words, StorageErrorTexts.Of(new SqliteException("told so", code)), StringComparison.Ordinal);
}
