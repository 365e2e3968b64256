using System.Globalization;
using System.Text.RegularExpressions;

namespace Estate.FirmwareSim;

/// <summary>
/// Cars of an estate with too few bays: an evening in which the lot fills and a morning in which it empties, again and
/// again. The counter at the entry misses three cars in a thousand.
/// </summary>
public sealed partial class ParkingTraffic(IReadOnlyList<BaySensor> sensors, EntryCounter? counter, EntranceSign? sign, Random random)
    : IDisposable
{
    private const double Missed = 0.003;
    private const double Emptiest = 0.5;
    private const double FillsFor = 0.6;

    private long _steps;
    private double _settled;

    /// <summary>How long an evening and a morning together take.</summary>
    public TimeSpan Day { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Before the first car moves: a gateway believes a sensor after ten seconds, and its counter begins with the cars that it sees then.
    /// </summary>
    public TimeSpan SettleFor { get; init; }

    /// <summary>The bays that have a car at first; null: about half of them.</summary>
    public IReadOnlySet<string>? Begin { get; init; }

    private double StepsADay => Day.TotalSeconds * Simulation.StepsPerSecond;

    public int Occupied => sensors.Count(sensor => sensor.IsOccupied);

    public IReadOnlyList<string> OccupiedBays => [.. sensors.Where(sensor => sensor.IsOccupied).Select(sensor => sensor.Name)];

    public EntranceSign? Sign => sign;

    /// <summary>Names, or ranges of them such as <c>a[001-060]</c>, separated by spaces.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static IEnumerable<string> Names(string ranges) => ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(range =>
    {
        if (Range().Match(range) is not { Success: true } match)
            throw new FormatException($"'{range}' is neither a name nor a range such as a[001-060]");
        if (!match.Groups[2].Success)
            return Enumerable.Repeat(range, 1);
        var (first, last) = (match.Groups[2].Value, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
        return Enumerable.Range(
            int.Parse(first, CultureInfo.InvariantCulture), Math.Max(0, last - int.Parse(first, CultureInfo.InvariantCulture) + 1))
            .Select(number => match.Groups[1].Value + number.ToString(CultureInfo.InvariantCulture).PadLeft(first.Length, '0'));
    });

    public void Start()
    {
        foreach (var sensor in sensors)
        {
            sensor.Start();
            sensor.Start(Begin?.Contains(sensor.Name) ?? random.NextDouble() < Emptiest, "power_on");
        }
        // From where it stands in the evening.
        var share = sensors.Count == 0 ? 0 : (double)Occupied / sensors.Count;
        _steps = Begin is null ? 0 : (long)(Math.Clamp((share - Emptiest) / (1 - Emptiest), 0, 1) * FillsFor * StepsADay);
        counter?.Start();
        sign?.Start();
    }

    /// <summary>A step of the simulation; cars come and go so that the lot follows the time of its day.</summary>
    public void Step(double seconds)
    {
        if ((_settled += seconds) < SettleFor.TotalSeconds)
            return;
        var time = _steps++ * seconds / Day.TotalSeconds % 1;
        // Fills for six tenths of the day, stays full for one, empties in three.
        var wanted = time < FillsFor ? Emptiest + ((1 - Emptiest) * time / FillsFor)
            : time < 0.7 ? 1 : 1 - ((1 - Emptiest) * (time - 0.7) / 0.3);
        var missing = (int)Math.Round(wanted * sensors.Count) - Occupied;
        // Some come and some go at any time.
        if (random.NextDouble() < seconds / 20)
            Move(random.Next(2) == 0);
        if (missing != 0)
            Move(missing > 0);
        var beat = (int)(_steps % (long)(60 / seconds));
        for (var i = beat; i < sensors.Count; i += (int)(60 / seconds))
            sensors[i].Beat();
        foreach (var sensor in sensors)
            sensor.Tick();
        counter?.Tick();
    }

    public void Dispose()
    {
        foreach (var sensor in sensors)
            sensor.Dispose();
        counter?.Dispose();
        sign?.Dispose();
    }

    private void Move(bool arrives)
    {
        var fitting = sensors.Where(sensor => sensor.IsOccupied != arrives).ToList();
        if (fitting.Count == 0)
            return;
        fitting[random.Next(fitting.Count)].Park(arrives);
        if (random.NextDouble() >= Missed)
            counter?.Pass(arrives);
    }

    [GeneratedRegex(@"^([a-z0-9-]*)(?:\[(\d+)-(\d+)\])?$")]
    private static partial Regex Range();
}
