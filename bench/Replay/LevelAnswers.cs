using System.Globalization;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Bench.Replay;

/// <summary>What the rows of one bin say so far, as the answer key of what the gateway shows and keeps.</summary>
internal sealed class LevelAnswers(StationSettings settings)
{
    private const string Bin = "bin", Station = "station";
    private const double Rounding = 1e-6;

    /// <summary>Of a level and of a temperature, by the minute: their sum, and how many.</summary>
    private readonly Dictionary<(string Series, Instant Minute), (double Sum, int Count)> _told = [];
    private double? _fill, _celsius;
    private bool _isFull, _isTilted, _isHot;

    internal static IReadOnlyList<string> Series { get; } = [Bin, Station];

    /// <summary>Rows in the order of their times.</summary>
    internal void Add(Instant at, RecordedLevel level)
    {
        if (level.HasLevel)
        {
            _fill = level.Fill;
            _isFull = _fill is { } fill ? fill >= (_isFull ? settings.RoomBelow : settings.FullAt) : _isFull;
            Keep(Bin, at, level.Fill);
        }
        _celsius = level.Celsius ?? _celsius;
        _isHot = _celsius >= (_isHot ? settings.CoolBelowC : settings.HotAtC);
        Keep(Station, at, level.Celsius);
        _isTilted = level.Tilted ?? _isTilted;
    }

    internal bool AreShownBy(StatusCard card) => card.Lines.Select(line => line.Value.En).SequenceEqual(Shown());

    /// <summary>Minutes of which the gateway has kept nothing, something else, or what no row says.</summary>
    internal IEnumerable<Instant> Differing(string series, IEnumerable<Measurement> kept)
    {
        var means = kept.ToDictionary(point => point.At, point => point.Fields[0].Value.Number);
        var told = _told.Where(one => one.Key.Series == series).ToDictionary(one => one.Key.Minute, one => one.Value.Sum / one.Value.Count);
        return told.Keys.Union(means.Keys).Where(minute => !(told.TryGetValue(minute, out var mean)
            && means.TryGetValue(minute, out var own) && Math.Abs(mean - own) < Rounding));
    }

    private IEnumerable<string> Shown()
    {
        if (_isHot)
            yield return "too hot";
        if (_isTilted)
            yield return "tilted";
        yield return _fill is { } fill ? string.Create(CultureInfo.InvariantCulture, $"{fill * 100:0} %") + (_isFull ? ", full" : "")
            : "unknown";
        if (_celsius is { } celsius)
            yield return string.Create(CultureInfo.InvariantCulture, $"{celsius:0.#} °C");
    }

    private void Keep(string series, Instant at, double? value)
    {
        if (value is not { } number)
            return;
        var minute = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
        var (sum, count) = _told.GetValueOrDefault((series, minute));
        _told[(series, minute)] = (sum + number, count + 1);
    }
}
