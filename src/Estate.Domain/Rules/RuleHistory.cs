using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>What a rule must be told of the past to go on where it was.</summary>
public static class RuleHistory
{
    /// <summary>The facts that windows look at, and how far back.</summary>
    public static IEnumerable<(Type Type, Duration Length)> Needed(IEnumerable<Rule> rules) => rules
        .SelectMany(rule => rule.Windows.SelectMany(window => rule.Facts.Select(type => (type, window.Length))))
        .GroupBy(pair => pair.type).Select(group => (group.Key, group.Max(pair => pair.Length)));
}
