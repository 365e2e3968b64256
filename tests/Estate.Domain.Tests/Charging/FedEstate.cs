using System.Globalization;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;

namespace Estate.Domain.Tests.Charging;

/// <summary>Two boards of five sockets on one feeder, of 1000 W a socket and of 500, that do what they are told at once.</summary>
internal sealed class FedEstate(double limitW)
{
    internal static readonly DeviceId A = new("charger", "a"), B = new("charger", "b");
    internal static readonly DeviceId[] Boards = [A, B];
    private const int Sockets = 5;

    private readonly HashSet<(DeviceId, int)> _on = [];

    internal EstateMachine Machine { get; private set; } = NewMachine(limitW);
    internal List<Outcome> Outcomes { get; } = [];
    internal Dictionary<(DeviceId, int), double> Watts { get; } = [];
    internal HashSet<DeviceId> Dark { get; } = [];
    internal Instant Now { get; private set; } = Instant.FromUtc(2026, 3, 2, 12, 0);
    internal Duration Uptime { get; private set; } = Duration.FromHours(1);

    internal static double SocketW(DeviceId board) => board == A ? 1000 : 500;

    internal ChargerState StateOf(DeviceId board) => (ChargerState)Machine.StateOf(board)!;

    internal SocketState Socket(DeviceId board, int socket) => StateOf(board).SocketAt(socket)!;

    internal IEnumerable<T> Facts<T>()
        where T : Fact => TestEstate.Facts<T>(Outcomes);

    internal Answer Start(DeviceId board, int socket) => Ask(new StartCharging(board, socket, null, 60));

    internal Answer Ask(IRequest request) => Step(new RequestReceived(request, "desk", Now)).OfType<Replied>().Single().Answer;

    internal IReadOnlyList<Outcome> Step(Signal signal)
    {
        var outcomes = Machine.Step(signal, Uptime, ClockTrust.Synced, Now);
        Outcomes.AddRange(outcomes);
        foreach (var command in outcomes.OfType<Commanded>().Select(one => one.Command).Where(one => !Dark.Contains(one.Device)))
        {
            if (command.Arguments.FirstOrDefault(one => one.Name == "socket").Value is { } text)
                Switch(command, int.Parse(text, CultureInfo.InvariantCulture));
            Step(new CommandReply(command.Device, command.Id, "executed", Now));
        }
        return outcomes;
    }

    internal void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            (Now, Uptime) = (Now + Duration.FromSeconds(1), Uptime + Duration.FromSeconds(1));
            foreach (var board in Boards.Where(board => !Dark.Contains(board)))
                Report(board);
            Step(new Tick(Now));
        }
    }

    internal void Report(DeviceId board) => Step(new DeviceTelemetry(board, EventTime.Now(Now), new BoardSnapshot(
        [.. Enumerable.Range(1, Sockets).Select(socket => new SocketReading(socket)
        {
            Closed = _on.Contains((board, socket)),
            PowerW = _on.Contains((board, socket)) ? Watts.GetValueOrDefault((board, socket), 100) : 0,
        })])));

    /// <summary>The gateway starts again with what it had; nothing is heard yet.</summary>
    internal void Restart()
    {
        var saved = Boards.Select(board => (board, Machine.PresenceOf(board)!, StateOf(board))).ToList();
        Machine = NewMachine(limitW);
        foreach (var (board, presence, state) in saved)
            Machine.Restore(board, presence, state);
        Machine.Resume();
    }

    private void Switch(Command command, int socket)
    {
        if (command.Action == CommandQueue.Start)
            _on.Add((command.Device, socket));
        else if (command.Action == CommandQueue.Stop)
            _on.Remove((command.Device, socket));
    }

    private static EstateMachine NewMachine(double limitW) => new(
        [new ChargerKind(TestCards.Hasher, TestCharger.Zone)], [.. Boards.Select(board => Settings(board, new("shared", limitW)))],
        [new ChargingReactor(new CardRegistry())]);

    private static DeviceSettings Settings(DeviceId board, Feeder feeder) => new(board, new Dictionary<string, string>
    {
        ["sockets"] = Sockets.ToString(CultureInfo.InvariantCulture),
        ["max_power_w"] = SocketW(board).ToString(CultureInfo.InvariantCulture),
    })
    { Feeders = new Dictionary<int, Feeder> { [0] = feeder } };
}
