using System.Globalization;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Estate.Domain.Tests.Charging.FedEstate;

namespace Estate.Domain.Tests.Charging;

/// <summary>P-E13. Any order of starts, stops, loads and silence: never too much at a start, nobody overtaken, nothing cut.</summary>
public sealed class FeederOrderTests
{
    private const double LimitW = 2500;

    [Fact]
    public void A_start_never_exceeds_the_limit_overtakes_nobody_and_cuts_nothing() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(0, 9), Gen.Choose(0, 9)).ArrayOf().Resize(60).ToArbitrary(),
            steps => new Run().Play(steps)).Check(Config.QuickThrowOnFailure);

    private sealed class Run
    {
        private readonly FedEstate _estate = new(LimitW);
        private readonly List<string> _accepted = [];
        private readonly HashSet<(DeviceId, int)> _stopped = [];
        private readonly HashSet<string> _seen = [];

        internal void Play((int Action, int Where)[] steps)
        {
            _estate.Pass(2);
            foreach (var (action, where) in steps)
            {
                Do(action, Boards[where % 2], 1 + (where / 2));
                Check();
            }
            Assert.All(_estate.Facts<SessionEnded>(), ended => Assert.Equal(StopReason.RemoteStop, ended.Reason));
            // A stop that a silent board did not obey is followed by a cut; nothing else is stopped or cut.
            foreach (var order in _estate.Outcomes.OfType<Commanded>().Select(one => one.Command).Where(one => one.Action == "stop")
                .Concat(_estate.Outcomes.OfType<Actuated>().Select(one => one.Wire)))
                Assert.Contains((order.Device, int.Parse(order.Arguments[0].Value, CultureInfo.InvariantCulture)), _stopped);
        }

        private void Do(int action, DeviceId board, int socket)
        {
            switch (action)
            {
                case 0 or 1 or 2 or 3:
                    if (_estate.Start(board, socket) is { Result: "ordered" or "queued", Detail: { } order })
                        _accepted.Add(order);
                    break;
                case 4 or 5:
                    _stopped.Add((board, socket));
                    _estate.Ask(new StopCharging(board, socket, "test"));
                    break;
                case 6:
                    _estate.Watts[(board, socket)] = 90 * socket;
                    break;
                case 7:
                    if (!_estate.Dark.Remove(board))
                        _estate.Dark.Add(board);
                    break;
                default:
                    // One second at a time, so that each start is seen as it happens.
                    for (var second = 0; second < 25 * socket; second++)
                    {
                        _estate.Pass(1);
                        Check();
                    }
                    break;
            }
        }

        private void Check()
        {
            foreach (var left in _estate.Facts<ChargeWaitEnded>())
                _accepted.Remove(left.Order);
            foreach (var started in _estate.Facts<ChargeOrdered>().Where(one => _seen.Add(one.Order)))
            {
                Assert.Equal(_accepted[0], started.Order);
                _accepted.RemoveAt(0);
                Assert.InRange(Boards.Sum(board => _estate.StateOf(board).Sockets.Sum(socket => Booked(board, socket))), 0, LimitW);
            }
        }

        /// <summary>What the promise says, from what the board is seen to do: measured within a minute and a half, or all.</summary>
        private double Booked(DeviceId board, SocketState socket) =>
            socket.Session is not { } session ? 0
            : session.IsCharging && session.Elapsed >= Duration.FromMinutes(1)
                && _estate.Uptime - socket.HeardAt <= Duration.FromSeconds(90)
                ? socket.Last!.PowerW!.Value : SocketW(board);
    }
}
