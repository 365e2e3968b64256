using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.TestKit;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.TestKit.TestCharger;

namespace Estate.Domain.Tests.Charging;

/// <summary>Any order of starts, stops, loads and silence: never too much at a start, nobody overtaken, nothing cut.</summary>
public sealed class FeederOrderTests
{
    private const double LimitW = 3000, SocketW = 1000;

    [Fact]
    public void A_start_never_exceeds_the_limit_overtakes_nobody_and_cuts_nothing() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(0, 9), Gen.Choose(1, 10)).ArrayOf().Resize(60).ToArbitrary(),
            steps => new Run().Play(steps)).Check(Config.QuickThrowOnFailure);

    private sealed class Run
    {
        private readonly TestCharger _charger = new(feeder: new Feeder("north", LimitW));
        private readonly List<string> _accepted = [];
        private readonly HashSet<int> _stopped = [];
        private readonly HashSet<string> _seen = [];

        internal void Play((int Action, int Socket)[] steps)
        {
            Array.Fill(_charger.Watts, 100);
            foreach (var (action, socket) in steps)
            {
                Do(action, socket);
                Check();
            }
            Assert.All(_charger.Facts<SessionEnded>(), ended => Assert.Equal(StopReason.RemoteStop, ended.Reason));
            Assert.Empty(_charger.Outcomes.OfType<Actuated>());
            Assert.All(
                _charger.Commands("stop"), stop => Assert.Contains(int.Parse(stop.Arguments[0].Value, null), _stopped));
        }

        private void Do(int action, int socket)
        {
            switch (action)
            {
                case 0 or 1 or 2 or 3:
                    if (_charger.Start(socket) is { Result: "ordered" or "queued", Detail: { } order })
                        _accepted.Add(order);
                    break;
                case 4 or 5:
                    _stopped.Add(socket);
                    _charger.Ask(new StopCharging(Board, socket, "test"));
                    break;
                case 6:
                    _charger.Watts[socket] = 90 * socket;
                    break;
                case 7:
                    _charger.IsDark = !_charger.IsDark;
                    break;
                default:
                    // One second at a time, so that each start is seen as it happens.
                    for (var second = 0; second < 12 * socket; second++)
                    {
                        _charger.Pass(1);
                        Check();
                    }
                    break;
            }
        }

        private void Check()
        {
            foreach (var left in _charger.Facts<ChargeWaitEnded>())
                _accepted.Remove(left.Order);
            foreach (var started in _charger.Facts<ChargeOrdered>().Where(one => _seen.Add(one.Order)))
            {
                Assert.Equal(_accepted[0], started.Order);
                _accepted.RemoveAt(0);
                Assert.InRange(_charger.State.Sockets.Sum(Booked), 0, LimitW);
            }
        }

        /// <summary>What the promise says, from what the board is seen to do: measured within a minute and a half, or all.</summary>
        private double Booked(SocketState socket) =>
            socket.Session is not { } session ? 0
            : session.IsCharging && session.Elapsed >= Duration.FromMinutes(1)
                && _charger.Uptime - socket.HeardAt <= Duration.FromSeconds(90)
                ? socket.Last!.PowerW!.Value : SocketW;
    }
}
