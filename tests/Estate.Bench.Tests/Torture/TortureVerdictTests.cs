using Estate.Bench.Torture;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.Torture;

/// <summary>The judge of the torture must see a loss and a doubling when there is one.</summary>
public sealed class TortureVerdictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _database;

    public TortureVerdictTests()
    {
        _database = _folder.File("estate.db");
        _ = new Adapters.Storage.EstateDatabase(_database);
        Run("INSERT INTO event VALUES('bins/station-1', 'tap', 1, 1, 0, x'00'), ('bins/station-1', 'waste', 2, 1, 1, x'00')");
        Run("""INSERT INTO fact(at, received, device, slice, body) VALUES(1, 1, 'bins/station-1', 'bins'"""
            + """, '{"type":"card_tapped","session":"tap"}')""");
        Run("""INSERT INTO fact(at, received, device, slice, body) VALUES(1, 1, 'bins/station-1', 'bins'"""
            + """, '{"type":"deposited","session":"tap"}')""");
        Run("INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'01', 1, 'programme:issuance', "
            + "'household:h1', 5, 1, 'tap', 'gateway')");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_ledger_with_everything_acknowledged_is_clean() => Assert.Equal((0, 0), Judge());

    [Fact]
    public void A_missing_transfer_is_a_loss()
    {
        Run("DELETE FROM transfer");
        Assert.Equal((1, 0), Judge());
    }

    [Fact]
    public void A_missing_event_is_a_loss()
    {
        Run("DELETE FROM event WHERE id = 'waste'");
        Assert.Equal((1, 0), Judge());
    }

    [Fact]
    public void A_second_transfer_for_a_session_is_a_doubling()
    {
        Run("INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'02', 1, 'programme:issuance', "
            + "'household:h1', 5, 1, 'tap', 'gateway')");
        Assert.Equal((0, 1), Judge());
    }

    [Fact]
    public void An_unexpected_transfer_is_a_doubling()
    {
        Run("INSERT INTO transfer(id, at, debit, credit, points, code, reference, by) VALUES(x'03', 1, 'programme:issuance', "
            + "'household:h2', 5, 1, 'ghost', 'gateway')");
        Assert.Equal((0, 1), Judge());
    }

    [Fact]
    public void A_tap_recorded_twice_is_a_doubling()
    {
        Run("INSERT INTO fact(at, received, device, slice, body) SELECT at, received, device, slice, body FROM fact WHERE n = 1");
        Assert.Equal((0, 1), Judge());
    }

    [Fact]
    public void An_unbalanced_ledger_is_not_clean()
    {
        Run("INSERT INTO account VALUES('household:h1', 5)");
        Assert.False(Verdict().IsClean);
    }

    private (int Lost, int Doubled) Judge()
    {
        var verdict = Verdict();
        return (verdict.Lost, verdict.Doubled);
    }

    [Fact]
    public void An_event_nobody_sent_is_a_doubling()
    {
        Run("INSERT INTO event VALUES('bins/station-1', 'ghost', 1, 1, 2, x'00')");
        Assert.Equal((0, 1), Judge());
    }

    private TortureVerdict Verdict()
    {
        (string, string)[] events = [("bins/station-1", "tap"), ("bins/station-1", "waste")];
        return TortureVerdict.Of(events, events, ["tap"], _database);
    }

    private void Run(string sql) => TestDatabase.Run(_database, sql);
}
