using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>How much of the past a rule needs to continue where it was.</summary>
public static class RuleHistory
{
    /// <summary>How far back the newest word of a device is looked for, where time alone can make it matter.</summary>
    private static readonly Duration StateLasts = Duration.FromDays(7);

    /// <summary>The facts that windows look at, and how far back.</summary>
    public static IEnumerable<(Type Type, Duration Length)> Needed(IEnumerable<Rule> rules) => rules
        .Where(rule => rule.UsesTime)
        .SelectMany(rule =>
            rule.Facts.SelectMany(type =>
                rule.Windows.Select(window => window.Length).DefaultIfEmpty(StateLasts).Select(length => (type, length))))
        .GroupBy(pair => pair.type).Select(group => (group.Key, group.Max(pair => pair.length)));
}
