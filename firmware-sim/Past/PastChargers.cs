namespace Estate.FirmwareSim.Past;

/// <summary>Weeks at the chargers: who comes home in the evening plugs in, and fetches the bike sooner or later.</summary>
public sealed class PastChargers(Agenda agenda, IReadOnlyList<ChargerBoard> boards, IReadOnlyList<string> cards, Random random)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), AliveEvery = TimeSpan.FromSeconds(110);

    /// <summary>The longest that a bike takes and may stand at a socket; nobody begins later than this before the end.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    private readonly HashSet<string> _charging = [];

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
        agenda.Every(Minute, Minute, Charge);
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
        _charging.Remove(card);
        if (socket.Bike == bike)
            socket.Bike = null;
    }

    private void Charge()
    {
        foreach (var board in boards)
        {
            if (IsIdle(board))
                continue;
            board.Step(Minute.TotalSeconds);
            board.TempC = 24 + (1.2 * board.Sockets.Count(socket => socket.PowerW > 0));
            board.Report(busyOnly: true);
        }
    }

    private static bool IsIdle(ChargerBoard board) => board.Sockets.All(socket => socket is { Bike: null, IsClosed: false });
}
