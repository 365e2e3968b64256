using System.Collections.Concurrent;
using Estate.Adapters.Chips;

namespace Estate.Web.Tests.Devices;

/// <summary>Chips on buses that a test holds cards before, and looks at.</summary>
internal sealed class ScriptedChips : IChips
{
    private readonly ConcurrentDictionary<string, string> _problems = new();
    private readonly TaskCompletionSource<ChipEvents> _events = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<(string Name, string Text, TimeSpan BlankAfter)> Shown { get; } = new();

    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>Who hears of cards and figures, once the gateway has started them.</summary>
    public Task<ChipEvents> Events => _events.Task;

    public void Start(ChipEvents events) => _events.SetResult(events);

    public void Break(string name, string problem) => _problems[name] = problem;

    public void Show(string name, string text, TimeSpan blankAfter) => Shown.Enqueue((name, text, blankAfter));

    public void Dispose()
    {
    }
}
