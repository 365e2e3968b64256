using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>The facts of a day beside the samples a server has of them.</summary>
internal sealed class SeriesDay
{
    private readonly Dictionary<long, FactNumber> _facts;
    private readonly HashSet<long> _missing;
    private readonly List<string> _doubled = [], _strange = [];

    internal SeriesDay(IEnumerable<FactNumber> facts)
    {
        _facts = facts.ToDictionary(fact => fact.N);
        _missing = [.. _facts.Keys];
    }

    /// <param name="isKnown">Whether the journal has a fact of that number, of this day or newer than what is compared.</param>
    internal void Add(Measurement sample, Func<long, bool> isKnown)
    {
        var device = sample.Tags.FirstOrDefault(tag => tag.Key == "device").Value ?? "";
        foreach (var n in sample.Fields.Select(field => (long)field.Value.Number))
            if (_facts.TryGetValue(n, out var fact) && fact.Device == device)
            {
                if (!_missing.Remove(n))
                    _doubled.Add(device);
            }
            else if (!isKnown(n))
                _strange.Add(device);
    }

    /// <param name="figures">Of one measurement, each with its fact.</param>
    /// <param name="samples">All the server has of that measurement in their time.</param>
    internal void Compare(IEnumerable<(FactNumber Fact, Measurement Figure)> figures, IEnumerable<Measurement> samples)
    {
        var there = samples.ToLookup(sample => Place(sample));
        foreach (var wanted in figures.GroupBy(one => Place(one.Figure)))
        {
            // Where a server tells them apart by more than the millisecond, that is part of what the sample is.
            var all = there[wanted.Key].GroupBy(sample => (sample.At, Tags(sample, withTie: true))).ToList();
            _doubled.AddRange(all.SelectMany(repeats => repeats.Skip(1)).Select(_ => wanted.First().Fact.Device));
            var left = all.ConvertAll(repeats => Values(repeats.First()));
            // Which of those of one millisecond it is, the server need not say: all are sent again.
            if (!wanted.All(one => left.Remove(Values(one.Figure))))
                _missing.UnionWith(wanted.Select(one => one.Fact.N));
        }
    }

    /// <param name="kept">What is older than so, or later, is not kept by the server.</param>
    internal IEnumerable<SeriesCount> Counts(Interval kept)
    {
        var missing = _missing.ToLookup(n => _facts[n].Device);
        var (doubled, strange) = (_doubled.CountBy(one => one).ToDictionary(), _strange.CountBy(one => one).ToDictionary());
        var devices = _facts.Values.CountBy(fact => fact.Device).ToDictionary();
        return devices.Keys.Union(doubled.Keys).Union(strange.Keys).Select(device =>
        {
            var (lost, notKept) = (missing[device].Where(n => kept.Contains(_facts[n].At)).Order().ToList(), missing[device].Count());
            return new SeriesCount(device, devices.GetValueOrDefault(device))
            {
                Missing = lost,
                NotKept = notKept - lost.Count,
                Doubled = doubled.GetValueOrDefault(device),
                Strange = strange.GetValueOrDefault(device),
            };
        });
    }

    private static (long, string) Place(Measurement point) => (point.At.ToUnixTimeMilliseconds(), Tags(point, withTie: false));

    private static string Tags(Measurement point, bool withTie) => string.Join('\n', point.Tags
        .Where(tag => tag.Value.Length > 0 && tag.Key != "site" && (withTie || tag.Key != Influx.SameMillisecond.Tag))
        .OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    private static string Values(Measurement point) => string.Join('\n', point.Fields
        .OrderBy(field => field.Key, StringComparer.Ordinal)
        .Select(field => FormattableString.Invariant($"{field.Key}={field.Value.Number:R}")));
}
