using System.Collections.Immutable;
using Estate.Domain.Approvals;
using NodaTime;

namespace Estate.Domain.People;

/// <summary>
/// What households ticked in the last minutes, so that they can take it back. Only here, and only for so long, is it known who chose what:
/// it is written nowhere.
/// </summary>
internal sealed class RecentTicks
{
    private readonly Dictionary<(string Poll, string Household), (Choice Choice, Duration At)> _recent = [];

    internal void Add(string poll, string household, Choice choice, Duration uptime) =>
        _recent[(poll, household)] = (choice, uptime);

    /// <summary>Null where it is sealed.</summary>
    internal Choice? ChoiceOf(string poll, string household, Duration uptime) =>
        _recent.TryGetValue((poll, household), out var one) && uptime - one.At < SecondThoughts.Last ? one.Choice : null;

    /// <summary>How long it can still be taken back; null where it cannot.</summary>
    internal Duration? TimeLeft(string poll, string household, Duration uptime) =>
        ChoiceOf(poll, household, uptime) is null ? null : SecondThoughts.Last - (uptime - _recent[(poll, household)].At);

    internal void Remove(string poll, string household) => _recent.Remove((poll, household));

    /// <summary>All of a poll that is over, and whatever is old enough.</summary>
    internal void Seal(Duration uptime, Func<string, bool> isOver)
    {
        foreach (var (key, one) in _recent)
            if (uptime - one.At >= SecondThoughts.Last || isOver(key.Poll))
                _recent.Remove(key);
    }
}

/// <summary>What a household ticked and wrote, all at once, and where from.</summary>
internal sealed record Choice(ImmutableArray<int> Options, string Words, string Channel);
