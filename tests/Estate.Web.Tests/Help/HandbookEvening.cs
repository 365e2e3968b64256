using System.Globalization;
using Estate.Domain.People;
using Estate.FirmwareSim;
using Estate.TestKit;
using Estate.Web.Tests.Running;

namespace Estate.Web.Tests.Help;

/// <summary>
/// An evening of the reference estate for the handbooks' pictures: two months of waste, cars, bikes that charge, what is wrong and what is
/// being decided. It is always the same evening, so that a picture changes only where its page does.
/// </summary>
internal sealed class HandbookEvening
{
    internal const string Resident = "chen", OnDuty = "wang", Member = "li", Installer = "zhao";
    internal const string Household = "h0001";

    private const int Days = 56;
    private const int VisitsPerDay = 20;
    private static readonly DateTimeOffset Begin = new(2026, 3, 10, 18, 40, 0, TimeSpan.FromHours(8));
    private static readonly string[] Categories = ["wet", "residual", "recyclable", "hazardous"];
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(130);

    private readonly RunningGateway _gateway;
    private readonly ShiftedTime _time;
    private readonly Random _random = new(7);
    private readonly string[] _cards = [.. ReferenceCards.For(400).DistinctBy(card => card.Household).Select(card => card.Card)];

    private HandbookEvening(RunningGateway gateway, ShiftedTime time) => (_gateway, _time) = (gateway, time);

    internal static async Task<(RunningGateway Gateway, ShiftedTime Time)> BeginAsync()
    {
        var time = new ShiftedTime(Begin - TimeProvider.System.GetUtcNow());
        var gateway = await RunningGateway.StartReferenceAsync(time);
        var evening = new HandbookEvening(gateway, time);
        await evening.InviteAsync();
        var stations = await evening.BringWasteAsync();
        await evening.ParkAsync();
        var boards = await evening.ChargeAsync();
        await evening.WalkAroundAsync();
        await evening.DecideAsync();
        await evening.GoWrongAsync(stations[2], boards);
        return (gateway, time);
    }

    private async Task InviteAsync()
    {
        await _gateway.PersonAsync(Resident, Household);
        await _gateway.PersonAsync(OnDuty, Role.Staff);
        await _gateway.PersonAsync(Member, Role.Committee);
        await _gateway.PersonAsync(Installer, Role.Engineer, Role.Administrator);
    }

    private async Task<IReadOnlyList<Station>> BringWasteAsync()
    {
        var stations = Enumerable.Range(1, 6).Select(number => new Station(Options($"station-{number}"), _time)).ToList();
        await _gateway.StartAsync(stations);
        for (var day = Days; day > 0; day--)
            for (var visit = 0; visit < VisitsPerDay; visit++)
                Visit(stations[_random.Next(stations.Count)], _cards[_random.Next(1, _cards.Length)], Ago(day, _random.Next(1, 35)));
        // Enough for a roll of bags.
        for (var day = 17; day > 0; day--)
        {
            Visit(stations[0], _cards[0], Ago(day, 635));
            Visit(stations[0], _cards[0], Ago(day, 12));
        }
        for (var minute = 30; minute > 0; minute -= 4)
            Visit(stations[2], _cards[minute * 10], Ago(0, minute));
        await TickAsync(stations);
        foreach (var station in stations)
            Fill(station, 0.35 + _random.NextDouble() / 3);
        return stations;
    }

    private static DateTimeOffset Ago(int days, int minutes) => Begin - new TimeSpan(days, 0, minutes, 0);

    private void Visit(Station station, string card, DateTimeOffset at)
    {
        station.Backdate = _time.GetUtcNow() - at;
        var visit = station.Tap(card);
        station.Backdate -= TimeSpan.FromSeconds(20);
        station.Deposit(visit, Categories[Math.Min(_random.Next(6) / 2, 3)], _random.Next(180, 2400));
        station.Backdate = TimeSpan.Zero;
    }

    private static void Fill(Station station, double wet)
    {
        for (var index = 0; index < Categories.Length; index++)
            station.Telemetry("fill", string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"category\":\"{Categories[index]}\",\"fill\":{(index == 0 ? wet : 0.5 - (0.1 * index)):0.00}}}"));
    }

    private async Task ParkAsync()
    {
        var sensors = ParkingTraffic.Names("a[001-060] b[061-120] c[121-185]")
            .Select(name => new BaySensor(Options(name), _time)).ToList();
        await _gateway.StartAsync(sensors);
        foreach (var sensor in sensors)
            sensor.Start(_random.NextDouble() < 0.86, "power_on");
        await _gateway.StartAsync([new EntranceSign(Options("entrance"), _time), new EntryCounter(Options("entry"), _time)]);
        await TickAsync(sensors);
    }

    private async Task<IReadOnlyList<ChargerBoard>> ChargeAsync()
    {
        var boards = ParkingTraffic.Names("c[01-20]").Select(name => new ChargerBoard(Options(name), 10, _time)).ToList();
        await _gateway.StartAsync(boards);
        var plugged = new List<BoardSocket>();
        foreach (var board in boards)
        {
            board.Report();
            foreach (var socket in board.Sockets.Take(board.Name == "c07" ? 4 : _random.Next(6)))
            {
                socket.Bike = new(960, _random.Next(110, 240), 0.2);
                board.Card(socket.Number, _cards[100 + plugged.Count]);
                plugged.Add(socket);
            }
        }
        await Eventually.UntilAsync(() => plugged.All(socket => socket.IsClosed));
        return boards;
    }

    private async Task WalkAroundAsync()
    {
        var readers = new[] { "garage", "pump-room", "north-roof", "rubbish-yard" }
            .Select(name => new CheckpointReader(Options(name), _time)).ToList();
        await _gateway.StartAsync(readers);
        foreach (var reader in readers)
            reader.Tap(ReferenceCards.Guards().First().Card);
        await TickAsync(readers);
    }

    private async Task DecideAsync()
    {
        await _gateway.AskAsync(
            HttpMethod.Post, "/api/gates/s-gate/proposals", "chair",
            """{"closed":["sat-thu 23:00-05:00","fri 23:30-05:00"],"resolution":"2026-17","effective_from":"2026-03-16T12:00"}""");
        await _gateway.AskAsync(
            HttpMethod.Post, "/api/points/policy/proposals", "chair",
            """{"points_per_session":6,"resolution":"2026-18","effective_from":"2026-04-01T00:00"}""");
        using var chair = _gateway.NewBrowser();
        chair.DefaultRequestHeaders.Authorization = new("Bearer", _gateway.TokenOf("chair"));
        using var proposed = await RunningGateway.PostFormAsync(
            chair, "/committee/polls/propose",
            ("title", "边门夜里早半小时关？ | Close the side gate half an hour earlier?"), ("explanation", ""),
            ("options", "同意 | I agree\n不同意 | I do not agree"), ("quorum", "500"),
            ("opens", "2026-03-11T08:00"), ("closes", "2026-03-25T20:00"));
    }

    /// <summary>A full bin and a charger that smokes.</summary>
    private async Task GoWrongAsync(Station station, IReadOnlyList<ChargerBoard> boards)
    {
        Fill(station, 0.93);
        await Eventually.UntilAsync(
            () => _gateway.GetAsync("/api/devices"), devices => devices.Contains("93 %", StringComparison.Ordinal));
        // So long a rule waits before it calls somebody.
        _time.Elapsed += Between;
        _time.Offset += Between;
        await UntilAlertAsync("A bin is nearly full");
        var board = boards.Single(one => one.Name == "c07");
        board.Step(40, haste: 60);
        board.Report();
        board.Smoke(true);
        await UntilAlertAsync("Smoke");
        await Eventually.UntilAsync(() => board.Sockets.All(socket => !socket.IsClosed));
        foreach (var one in boards)
            one.Report();
    }

    private Task<string> UntilAlertAsync(string title) => Eventually.UntilAsync(
        async () => (await _gateway.AskAsync(HttpMethod.Get, "/api/alerts")).GetRawText(),
        alerts => alerts.Contains(title, StringComparison.Ordinal));

    /// <summary>Until the gateway has everything.</summary>
    private static Task TickAsync(IReadOnlyList<Device> devices) => Eventually.UntilAsync(() =>
    {
        foreach (var device in devices)
            device.Tick();
        return devices.All(device => device.Waiting == 0);
    });

    private DeviceOptions Options(string name) => _gateway.Options(name);
}
