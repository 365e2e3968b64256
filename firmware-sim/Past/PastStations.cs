using System.Globalization;

namespace Estate.FirmwareSim.Past;

/// <summary>
/// Weeks at the waste-sorting stations: households with habits, who come a little more often as the weeks go by; bins that fill with what
/// they bring and are collected twice a day, the dry ones once in a while too late.
/// </summary>
public sealed class PastStations
{
    private const double Morning = 8, Evening = 19, Window = 0.95, Anywhen = 0.03, SecondBag = 0.35;
    private static readonly TimeSpan LevelsEvery = TimeSpan.FromMinutes(4), ClimateEvery = TimeSpan.FromMinutes(30);

    /// <summary>In the order of <see cref="Capacity"/>, grams that fill a bin.</summary>
    private static readonly string[] Categories = ["recyclable", "hazardous", "wet", "residual"];
    private static readonly double[] Capacity = [45_000, 50_000, 40_000, 65_000];

    private readonly Agenda _agenda;
    private readonly IReadOnlyList<Station> _stations;
    private readonly IReadOnlyList<PastHousehold> _households;
    private readonly Random _random;
    private readonly double[,] _fill;
    /// <summary>When the bag falls, by the tap.</summary>
    private readonly Dictionary<(int Station, string Tap), DateTimeOffset> _taps = [];
    private int _level;

    public PastStations(Agenda agenda, IReadOnlyList<Station> stations, IReadOnlyList<PastHousehold> households, Random random)
    {
        (_agenda, _stations, _households, _random) = (agenda, stations, households, random);
        _fill = new double[stations.Count, Categories.Length];
        foreach (var (index, station) in stations.Index())
            station.Acknowledged = ack => PutIn(index, ack);
    }

    /// <summary>How full the bins are, of each station in the order of its reports.</summary>
    public IReadOnlyDictionary<string, double[]> Fill => _stations.Select((station, index) => (station, index)).ToDictionary(
        one => one.station.Name,
        one => Enumerable.Range(0, Categories.Length).Select(bin => Math.Round(_fill[one.index, bin], 3)).ToArray());

    public void Start()
    {
        foreach (var station in _stations)
            station.Start();
        _agenda.Every(LevelsEvery, TimeSpan.Zero, ReportLevels);
        _agenda.Every(ClimateEvery, TimeSpan.FromMinutes(1), ReportClimate);
    }

    public void Plan(PastDay day)
    {
        // Habits spread: a tenth more of them by the end of four weeks.
        var zeal = 1 + (0.1 * Math.Min(day.Number, 28) / 28);
        foreach (var household in _households)
        {
            if (_random.NextDouble() < household.Mornings * zeal)
                Come(household, day.Around(Morning, Window, _random));
            if (_random.NextDouble() < household.Evenings * zeal * (day.IsWeekend ? 0.9 : 1))
                Come(household, day.Around(Evening, Window, _random));
            if (_random.NextDouble() < Anywhen * household.Evenings)
                Come(household, day.Around(14, 6, _random));
        }
        foreach (var station in Enumerable.Range(0, _stations.Count))
        {
            Collect(station, day.Around(9.75, 0.5, _random), day, ["wet", "residual"]);
            Collect(station, day.Around(20.75, 0.5, _random), day, ["wet", "residual"]);
            Collect(station, day.Around(14, 1, _random), day, ["recyclable"]);
            if (day.Midnight.DayOfWeek == DayOfWeek.Wednesday)
                Collect(station, day.Around(15, 1, _random), day, ["hazardous"]);
        }
    }

    private void Come(PastHousehold household, DateTimeOffset at) => _agenda.At(at, () =>
    {
        // Mostly to the station in front of the house.
        var station = _random.NextDouble() < 0.93 ? household.Station : _random.Next(_stations.Count);
        var card = household.Cards[_random.Next(household.Cards.Count)];
        _taps[(station, _stations[station].Tap(card))] = _agenda.Now + TimeSpan.FromSeconds(_random.Next(12, 40));
    });

    /// <summary>The lid is open.</summary>
    private void PutIn(int station, Ack ack)
    {
        if (!_taps.Remove((station, ack.Id), out var at) || ack.Result != "welcome")
            return;
        var bags = _random.NextDouble() < SecondBag ? 2 : 1;
        for (var bag = 0; bag < bags; bag++)
            _agenda.At(at + TimeSpan.FromSeconds(15 * bag), () => Deposit(station, ack.Id));
    }

    private void Deposit(int station, string session)
    {
        var (category, grams) = (Visits.Chosen(_random.Next(100)), _random.Next(200, 2_400));
        var bin = Array.IndexOf(Categories, category);
        _fill[station, bin] = Math.Min(1, _fill[station, bin] + (grams / Capacity[bin]));
        _stations[station].Deposit(session, category, grams);
    }

    private void Collect(int station, DateTimeOffset at, PastDay day, string[] categories) => _agenda.At(at, () =>
    {
        // Now and then nobody comes.
        if (_random.NextDouble() < (day.IsWeekend ? 0.06 : 0.02))
            return;
        foreach (var category in categories)
        {
            var bin = Array.IndexOf(Categories, category);
            var before = _fill[station, bin];
            if (before < 0.25)
                continue;
            _fill[station, bin] = 0.02;
            _stations[station].Emptied(category, before, 0.02);
        }
    });

    /// <summary>One bin of each station in turn, so that none is silent and a past of weeks is not all levels.</summary>
    private void ReportLevels()
    {
        var bin = _level++ % Categories.Length;
        foreach (var (index, station) in _stations.Index())
            station.Telemetry("fill", string.Create(CultureInfo.InvariantCulture,
                $"{{\"category\":\"{Categories[bin]}\",\"fill\":{Math.Clamp(_fill[index, bin] + Noise(), 0, 1):0.000}}}"));
    }

    private void ReportClimate()
    {
        var warmth = 12 + (6 * Math.Sin((_agenda.Now.TimeOfDay.TotalHours - 9) * Math.PI / 12));
        foreach (var station in _stations)
            station.Telemetry("climate", string.Create(CultureInfo.InvariantCulture,
                $"{{\"temperature_c\":{warmth + (50 * Noise()):0.0}}}"));
    }

    private double Noise() => (_random.NextDouble() - 0.5) * 0.012;
}
