using System.Collections.Concurrent;
using Estate.Adapters.Chips;

namespace Estate.Web.Tests.Devices;

/// <summary>Chips on buses that a test holds cards before, and looks at.</summary>
internal sealed class ScriptedChips : IChips
{
    private readonly ConcurrentDictionary<string, string> _problems = new();

    public ConcurrentQueue<(string Name, string Text, TimeSpan BlankAfter)> Shown { get; } = new();

    public IReadOnlyDictionary<string, string> Problems => _problems;

    public Action<string, string>? CardRead { get; set; }

    public Action<string, double?>? Measured { get; set; }

    public void Start()
    {
    }

    public void Break(string name, string problem) => _problems[name] = problem;

    public void Show(string name, string text, TimeSpan blankAfter) => Shown.Enqueue((name, text, blankAfter));

    public void Dispose()
    {
    }
}
