using Estate.Domain.Charging;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Estate.Domain.Tests.Charging;

/// <summary>P-E1: whatever is done to a board, each order's facts come in order, and it ends at most once.</summary>
public sealed class SessionOrderTests
{
    [Fact]
    public void A_socket_always_has_one_session_with_ordered_facts_and_one_end() =>
        Prop.ForAll(Gen.Choose(0, 12).ArrayOf().Resize(70).ToArbitrary(), acts =>
    {
        var charger = new TestCharger(3);
        foreach (var (act, index) in acts.Select((act, index) => (act, index)))
        {
            var socket = 1 + (index % 3);
            switch (act)
            {
                case 0 or 1: charger.Start(socket); break;
                case 2: charger.Ask(new StopCharging(TestCharger.Board, socket, "x")); break;
                case 3: charger.Watts[socket] = 150; break;
                case 4: charger.Watts[socket] = 0; break;
                case 5: charger.IsDark = !charger.IsDark; break;
                case 6: charger.Restart(Duration.FromMinutes(index)); break;
                case 7: (charger.Closed[socket], charger.Registers[socket]) = (false, 0); charger.Hear(new BoardStarted()); break;
                case 8 when charger.Session(socket) is { } session:
                    charger.Hear(
                    new EndReport(session.Order.Id, socket, StopReason.LocalStop)); break;
                case 9: charger.Reply = charger.Reply is null ? "executed" : null; break;
                case 10: charger.IsMute = !charger.IsMute; break;
                default: charger.Pass(act * 2); break;
            }
        }
        (charger.IsDark, charger.IsMute, charger.Reply) = (false, false, "executed");
        charger.Pass(60);
        Assert.InRange(charger.State.Sockets.Count(one => one.Session is not null), 0, 3);
        foreach (var told in charger.Facts<ChargingFact>().Select(fact => (fact, Order: OrderOf(fact)))
            .Where(one => one.Order.Id is not null).GroupBy(one => one.Order.Id))
        {
            Assert.Equal(Enumerable.Range(0, told.Count()), told.Select(one => one.Order.Seq));
            Assert.IsType<SessionStarted>(told.First().fact);
            Assert.True(
                told.Count(one => one.fact is SessionEnded) <= 1
                && (told.Last().fact is SessionEnded || told.All(one => one.fact is not SessionEnded)));
            Assert.True(told.Select(one => one.fact).OfType<SessionEnded>().All(ended => ended.EnergyWh >= 0 && ended.DurationS >= 0));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static (string? Id, int Seq) OrderOf(ChargingFact fact) => fact switch
    {
        SessionStarted one => (one.Order, one.Seq),
        SessionUpdated one => (one.Order, one.Seq),
        SessionEnded one => (one.Order, one.Seq),
        _ => (null, 0),
    };
}
