namespace Estate.FirmwareSim.Past;

/// <summary>Weeks at the chargers: who comes home in the evening plugs in, and fetches the bike sooner or later.</summary>
public sealed class PastChargers(Agenda agenda, IReadOnlyList<ChargerBoard> boards, IReadOnlyList<string> cards, Random random)
{
    /// <summary>A reading counts for a minute and a half; a board is silent after two minutes.</summary>
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(80), AliveEvery = TimeSpan.FromSeconds(110);

    /// <summary>The longest that a bike takes and may stand at a socket; nobody begins later than this before the end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    private readonly HashSet<string> _charging = [];

    /// <summary>Sockets that were on at the last report, a bit each.</summary>
    private readonly Dictionary<ChargerBoard, int> _on = [];

    /// <summary>When what is played ends; by then all bikes are fetched.</summary>
    public DateTimeOffset End { get; init; } = DateTimeOffset.MaxValue;

    public double PerDay { get; init; } = 70;

    public void Start()
    {
        foreach (var board in boards)
        {
            board.Start();
            board.Report();
        }
        agenda.Every(ReportEvery, ReportEvery, Charge);
        agenda.Every(AliveEvery, AliveEvery, () =>
        {
            foreach (var board in boards.Where(IsIdle))
                board.SayOnline();
        });
    }

    public void Plan(PastDay day)
    {
        var bikes = (int)(PerDay * (day.IsWeekend ? 0.85 : 1) * (0.9 + (0.2 * random.NextDouble())));
        for (var i = 0; i < bikes; i++)
            agenda.At(
                random.NextDouble() switch
                {
                    < 0.62 => day.Around(19, 2.5, random),
                    < 0.8 => day.Around(13, 2, random),
                    _ => day.Around(15, 8, random),
                }, Arrive);
    }

    private void Arrive()
    {
        var (board, card) = (boards[random.Next(boards.Count)], cards[random.Next(cards.Count)]);
        if (agenda.Now > End - Longest || _charging.Contains(card)
            || board.Sockets.FirstOrDefault(socket => socket is { Bike: null, IsClosed: false }) is not { } socket)
            return;
        _charging.Add(card);
        var bike = socket.Bike = new(random.Next(400, 900), random.Next(150, 300), 0.1 + (random.NextDouble() * 0.6));
        board.Report();
        agenda.In(TimeSpan.FromSeconds(random.Next(4, 15)), () => board.Card(socket.Number, card));
        // Some fetch it before it is full, some after they have slept.
        agenda.In(TimeSpan.FromHours(1 + ((Longest.TotalHours - 1.5) * Math.Sqrt(random.NextDouble()))), () => Fetch(socket, bike, card));
    }

    private void Fetch(BoardSocket socket, BikeBattery bike, string card)
    {
        // Until the board and the gateway have noticed.
        agenda.In(TimeSpan.FromMinutes(15), () => _charging.Remove(card));
        if (socket.Bike == bike)
            socket.Bike = null;
    }

    private void Charge()
    {
        foreach (var board in boards)
        {
            var before = _on.GetValueOrDefault(board);
            if (before == 0 && IsIdle(board))
                continue;
            board.Step(ReportEvery.TotalSeconds);
            board.TempC = 24 + (1.2 * board.Sockets.Count(socket => socket.PowerW > 0));
            var now = _on[board] = board.Sockets.Where(socket => socket.IsClosed).Sum(socket => 1 << socket.Number);
            // One that was switched off is said once more.
            board.Report(busyOnly: (before & ~now) == 0);
        }
    }

    /// <summary>All off: bikes that are full may still stand there.</summary>
    private static bool IsIdle(ChargerBoard board) => board.Sockets.All(socket => !socket.IsClosed);
}
