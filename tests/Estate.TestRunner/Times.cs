using System.Text.Json;

namespace Estate.TestRunner;

/// <summary>How long tests took the last time, in seconds; of runs of everything also the whole.</summary>
internal sealed class Times
{
    private readonly string _file;
    private Dictionary<string, double> _seconds = [];

    internal Times(string results)
    {
        _file = Path.Combine(results, "times.json");
        try
        {
            _seconds = JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(_file)) ?? [];
        }
        catch (Exception none) when (none is IOException or JsonException)
        {
            // The first run, or a file that was cut off: nothing is foretold.
        }
    }

    /// <summary>By what is done of the last run's tests; null where it tells nothing.</summary>
    internal TimeSpan? Left(Selection chosen, IReadOnlyList<Outcome> ended, TimeSpan passed)
    {
        if (!_seconds.TryGetValue(Whole(chosen), out var whole))
            return null;
        var classes = chosen.Projects.SelectMany(one => one.Classes).Select(one => one.FullName + ".").ToHashSet(StringComparer.Ordinal);
        var all = _seconds.Where(one => one.Key.LastIndexOf('.') is > 0 and var dot && classes.Contains(one.Key[..(dot + 1)]))
            .Sum(one => one.Value);
        var done = ended.Select(one => one.Method).Distinct().Sum(method => _seconds.GetValueOrDefault(method));
        return all <= 0 ? null : TimeSpan.FromSeconds(Math.Max(0, Math.Max(whole * (1 - (done / all)), whole - passed.TotalSeconds)));
    }

    internal void Save(Selection chosen, IReadOnlyList<Outcome> ended, TimeSpan took)
    {
        var seconds = new Dictionary<string, double>(_seconds);
        foreach (var test in ended.Where(one => one.Method.Length > 0).GroupBy(one => one.Method))
            seconds[test.Key] = test.Sum(one => one.Seconds);
        seconds[Whole(chosen)] = took.TotalSeconds;
        _seconds = seconds;
        // In one step: another run may read it now.
        var half = $"{_file}.{Environment.ProcessId}";
        File.WriteAllText(half, JsonSerializer.Serialize(seconds));
        File.Move(half, _file, overwrite: true);
    }

    private static string Whole(Selection chosen) =>
        chosen.IsAll ? "*" : string.Join(' ', chosen.Projects.SelectMany(one => one.Filters).Order(StringComparer.Ordinal));
}
