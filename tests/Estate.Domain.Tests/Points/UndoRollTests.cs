using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Points;

/// <summary>For ten minutes a roll that was handed out can be given back.</summary>
public sealed class UndoRollTests
{
    private readonly TestEstate _estate = new();
    private Duration _uptime = Duration.FromHours(1);

    public UndoRollTests() => _estate.Ledger.Apply(new(
        TransferIds.Correction("t", "1", new LocalDate(2026, 3, 1)), AccountId.Adjustment, AccountId.Household("h1"), 200,
        TransferCode.Correction, _estate.Now, "", ""));

    [Fact]
    public void A_roll_is_given_back_once_within_ten_minutes()
    {
        var id = HandOut();
        Assert.Equal((40, 160L), (_estate.BalanceOf("h1"), _estate.Ledger.BalanceOf(AccountId.Rolls)));
        Pass(Duration.FromMinutes(9));
        Assert.Equal([(id, Duration.FromMinutes(1))], _estate.Desk.Undoable("h1", _uptime).Select(one => (one.Reserved.Id, one.Left)));
        Assert.Empty(_estate.Desk.Undoable("h2", _uptime));
        Assert.Equal("undone", Ask(new UndoRoll(id)).Result);
        Assert.Equal((200, 0L, 0L), (_estate.BalanceOf("h1"), _estate.Ledger.BalanceOf(AccountId.Rolls), _estate.Ledger.Sum));
        Assert.Equal("too_late", Ask(new UndoRoll(id)).Reason);
        Assert.Empty(_estate.Desk.Undoable("h1", _uptime));
        Assert.Equal(40, HandOut() is var again && again != id ? _estate.BalanceOf("h1") : -1);
    }

    [Fact]
    public void After_ten_minutes_a_correction_is_needed()
    {
        var id = HandOut();
        Pass(Duration.FromMinutes(10));
        Assert.Equal("too_late", Ask(new UndoRoll(id)).Reason);
        Assert.Equal("too_late", Ask(new UndoRoll(Guid.Empty)).Reason);
        Assert.Equal(40, _estate.BalanceOf("h1"));
    }

    [Fact]
    public void What_could_not_be_written_is_as_before()
    {
        var id = HandOut();
        _estate.Machine.Undo(Step(new UndoRoll(id)), []);
        Assert.Equal((40, 160L, 0L), (_estate.BalanceOf("h1"), _estate.Ledger.BalanceOf(AccountId.Rolls), _estate.Ledger.Sum));
        Assert.Empty(_estate.Ledger.OpenReservations);
        Assert.Equal("undone", Ask(new UndoRoll(id)).Result);
        Assert.Equal(200, _estate.BalanceOf("h1"));
    }

    private Guid HandOut()
    {
        var id = Guid.Parse(Ask(new ReserveRoll("h1")).Detail!);
        Assert.Equal("posted", Ask(new PostRoll(id)).Result);
        return id;
    }

    private void Pass(Duration length)
    {
        (_estate.Now, _uptime) = (_estate.Now + length, _uptime + length);
        _estate.Machine.Step(new Tick(_estate.Now), _uptime);
    }

    private IReadOnlyList<Outcome> Step(IRequest request) =>
        _estate.Machine.Step(new RequestReceived(request, "desk", _estate.Now), _uptime);

    private Answer Ask(IRequest request) => Step(request).OfType<Replied>().Single().Answer;
}
