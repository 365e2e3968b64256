using System.Globalization;
using System.Text;

namespace Estate.Bench.Torture.Fuzz;

/// <summary>Message after message for the broker, the same for the same chance.</summary>
internal sealed class FuzzSource
{
    private readonly Random _random;
    private readonly IReadOnlyList<FuzzSample> _all;
    private readonly ILookup<FuzzWay, FuzzSample> _ways;
    private readonly Mutator _mutator;
    private readonly Dictionary<string, long> _seq = [];
    private long _number;

    internal FuzzSource(Random random, IReadOnlyList<FuzzSample> samples)
    {
        (_random, _all, _ways) = (random, samples, samples.ToLookup(sample => sample.Way));
        _mutator = new(random, FuzzSamples.Words(samples));
    }

    /// <param name="now">In milliseconds since 1970, for what says when it was.</param>
    internal FuzzSample Next(long now)
    {
        var samples = _ways[_random.Next(5) switch { 0 => FuzzWay.Plugs, 1 => FuzzWay.Radio, _ => FuzzWay.Devices }];
        var sample = samples.ElementAt(_random.Next(samples.Count()));
        // Most are news: what is known already is not looked at again.
        var payload = sample.Way == FuzzWay.Devices && _random.Next(10) > 0 ? Fresh(sample, now) : sample.Payload;
        if (_random.Next(6) > 0)
            payload = _mutator.Mutate(payload, _all[_random.Next(_all.Count)].Payload);
        return sample with { Payload = payload, Topic = _random.Next(40) == 0 ? Elsewhere(sample.Topic) : sample.Topic };
    }

    /// <summary>A number of its own, and of now.</summary>
    private byte[] Fresh(FuzzSample sample, long now)
    {
        var payload = sample.Payload;
        var spans = JsonSpans.Of(payload);
        // From the end, so that what is in front stays where it is.
        for (var i = spans.Count - 1; i >= 0; i--)
            if (spans[i] is { Depth: 1 } one && ValueOf(one.Name, sample, now) is { } value)
                payload = JsonSpans.Replace(payload, one.Start, one.End, Encoding.ASCII.GetBytes(value));
        return payload;
    }

    private string? ValueOf(string? name, FuzzSample sample, long now) => name switch
    {
        "id" => string.Create(CultureInfo.InvariantCulture, $"\"{sample.Speaker}-{++_number}\""),
        "seq" => (_seq[sample.Speaker] = _seq.GetValueOrDefault(sample.Speaker) + 1).ToString(CultureInfo.InvariantCulture),
        "boot" => "1",
        "at" => (now - _random.Next(2_000)).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private string Elsewhere(string topic)
    {
        var levels = topic.Split('/');
        var other = _all[_random.Next(_all.Count)].Topic.Split('/');
        levels[_random.Next(levels.Length)] = _random.Next(3) > 0 ? other[_random.Next(other.Length)] : "x";
        return string.Join('/', levels);
    }
}
