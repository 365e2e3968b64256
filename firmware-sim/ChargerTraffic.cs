namespace Estate.FirmwareSim;

/// <summary>Residents who charge their bikes in the evening: they plug in, hold their card there, and fetch the bike again.</summary>
public sealed class ChargerTraffic(IReadOnlyList<ChargerBoard> boards, IReadOnlyList<string> cards, FaultPlan faults, Random random)
    : IDisposable
{
    private const double ReportEvery = 5;
    private const double Arrivals = 1.0 / 15;

    private double _time;
    private double _reported = 1 - ReportEvery;
    private double _troubled;

    /// <summary>How much faster than the clock batteries fill: 60 makes an hour of a minute.</summary>
    public double Haste { get; init; } = 1;

    /// <summary>Seconds after the start at which ten sockets of the first board are on and it smokes; null: no drill.</summary>
    public double? SmokeAt { get; init; }

    public double SmokeFor { get; init; } = 60;

    public ChargerBoard? Drilled => SmokeAt is null ? null : boards[0];

    public void Start()
    {
        foreach (var board in boards)
            board.Start();
    }

    public void Step(double seconds)
    {
        var before = _time;
        _time += seconds;
        foreach (var board in boards)
            board.Step(seconds, Haste);
        if (random.NextDouble() < Arrivals * seconds)
            Arrive(boards[random.Next(boards.Count)]);
        Leave(seconds);
        if (SmokeAt is { } at)
            Drill(before, at);
        if (_time - _troubled >= 1)
        {
            _troubled = _time;
            foreach (var board in boards)
                faults.Trouble(board);
        }
        if (_time - _reported < ReportEvery)
            return;
        _reported = _time;
        foreach (var board in boards)
            board.Report();
    }

    public void Dispose()
    {
        foreach (var board in boards)
            board.Dispose();
    }

    private void Arrive(ChargerBoard board)
    {
        if (board == Drilled || board.Sockets.FirstOrDefault(socket => socket is { Bike: null, IsClosed: false }) is not { } socket)
            return;
        socket.Bike = new(random.Next(480, 1200), random.Next(90, 260), random.NextDouble() * 0.8);
        board.Card(socket.Number, cards[random.Next(cards.Count)]);
    }

    private void Leave(double seconds)
    {
        foreach (var socket in boards.Where(board => board != Drilled).SelectMany(board => board.Sockets))
            if (socket.Bike is { } bike && (bike.Level > 0.95 || !socket.IsClosed) && random.NextDouble() < seconds / 120)
                socket.Bike = null;
    }

    /// <summary>Ten bikes with ten cards, then smoke, as the fire drill wants it.</summary>
    private void Drill(double before, double at)
    {
        var board = boards[0];
        for (var index = 0; index < board.Sockets.Count; index++)
            if (Passed(before, 3 + index))
            {
                board.Sockets[index].Bike = new(960, 180, 0.1);
                board.Card(index + 1, cards[^(index + 1)]);
            }
        if (Passed(before, at))
            board.Smoke(true);
        if (Passed(before, at + SmokeFor))
            board.Smoke(false);
    }

    private bool Passed(double before, double moment) => before < moment && _time >= moment;
}
