using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Web.Shared.Charts;

/// <summary>A number for each slot; null where nothing is known.</summary>
public sealed record ChartSeries(Text Name, Text Unit, IReadOnlyList<double?> Values)
{
    /// <summary>After the point, in the table and in the file.</summary>
    public int Decimals { get; init; }

    public bool IsDrawn { get; init; } = true;

    /// <summary>
    /// Its source speaks at a rhythm of its own: only a pause of more than two of its usual distances is a gap. Otherwise every empty slot
    /// is one.
    /// </summary>
    public bool IsPaced { get; init; }

    /// <summary>Words instead of a number, such as "fewer than 5", by slot.</summary>
    public IReadOnlyDictionary<int, Text> Instead { get; init; } = new Dictionary<int, Text>();

    public bool HasData => Instead.Count > 0 || Values.Any(one => one is not null);

    /// <summary>As the table and the file have it; empty where nothing is known.</summary>
    public string Cell(int slot, Language language) => Instead.TryGetValue(slot, out var words) ? language.Pick(words)
        : Values[slot] is { } value ? Written(value) : "";

    public string Written(double value) => Math.Round(value, Decimals).ToString($"F{Decimals}", CultureInfo.InvariantCulture);

    /// <summary>Slots whose values belong together; between two runs is a gap.</summary>
    internal IEnumerable<IReadOnlyList<int>> Runs()
    {
        var known = Enumerable.Range(0, Values.Count).Where(slot => Values[slot] is not null).ToList();
        if (known.Count == 0)
            yield break;
        var (most, run) = (IsPaced ? LongestPause(known) : 1, new List<int> { known[0] });
        foreach (var slot in known.Skip(1))
        {
            if (slot - run[^1] > most)
            {
                yield return run;
                run = [];
            }
            run.Add(slot);
        }
        yield return run;
    }

    /// <summary>Twice the median distance, and at least two slots: whoever speaks once a slot misses one now and then.</summary>
    private static int LongestPause(List<int> known)
    {
        var distances = known.Zip(known.Skip(1), (one, next) => next - one).Order().ToList();
        return distances.Count == 0 ? 2 : 2 * Math.Max(1, distances[distances.Count / 2]);
    }
}
