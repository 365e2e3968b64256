using System.Diagnostics;
using System.Globalization;

namespace Estate.TestRunner;

/// <summary>Collects what ends and tells how far it is: in a terminal on one line, elsewhere a line now and then.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Outcome> _outcomes = [];
    private readonly Times _times;
    private readonly Selection _chosen;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly Timer _timer;

    internal Progress(Selection chosen, Times times)
    {
        (_chosen, _times) = (chosen, times);
        var every = TimeSpan.FromSeconds(_isTerminal ? 1 : 20);
        _timer = new(_ => Show(), null, every, every);
    }

    internal IReadOnlyList<Outcome> Outcomes
    {
        get
        {
            lock (_lock)
                return [.. _outcomes];
        }
    }

    internal void Ended(Outcome outcome)
    {
        lock (_lock)
            _outcomes.Add(outcome);
        if (outcome.Result != Result.Failed)
            return;
        Say($"FAILED  {outcome.Name}\n        {outcome.Said.ReplaceLineEndings("\n        ").TrimEnd()}");
    }

    internal void Say(string line)
    {
        Clear();
        Console.WriteLine(line);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Clear();
    }

    private void Show()
    {
        var (outcomes, passed) = (Outcomes, Stopwatch.GetElapsedTime(_started));
        var projects = _chosen.Projects.Select(one =>
            $"{Short(one.Project.Name)} {outcomes.Count(outcome => outcome.Project == one.Project.Name)}");
        var left = _times.Left(_chosen, outcomes, passed) is { } rest ? $", about {Clock(rest)} left" : "";
        var line = $"{Clock(passed)}  {string.Join("  ", projects)}{left}";
        if (_isTerminal)
            Console.Write(
                "\r\u001b[K" + (line.Length < Console.WindowWidth || Console.WindowWidth == 0 ? line : line[..(Console.WindowWidth - 1)]));
        else
            Console.WriteLine(line);
    }

    private void Clear()
    {
        if (_isTerminal)
            Console.Write("\r\u001b[K");
    }

    internal static string Clock(TimeSpan time) => time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    private static string Short(string project) => project["Estate.".Length..^".Tests".Length];
}
