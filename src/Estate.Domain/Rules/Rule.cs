using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Rules;

/// <summary>A rule that was checked and compiled. Immutable; what it remembers is in <see cref="RunningRule"/>.</summary>
public sealed partial class Rule
{
    internal Rule(RuleSource source, CelProgram when) => (Source, When) = (source, when);

    public RuleSource Source { get; }
    public string Id => Source.Id;

    internal IReadOnlyList<Type> Facts { get; init; } = [];
    internal string? Series { get; init; }
    internal CelProgram When { get; }
    internal CelProgram? Clear { get; init; }
    internal WindowSpec[] Windows { get; init; } = [];
    internal (TextTemplate Zh, TextTemplate En)? Text { get; init; }
    internal IReadOnlyList<RuleAction> Actions { get; init; } = [];

    /// <summary>A field or tag, and how its value is read, for each name of <see cref="RuleSource.By"/>.</summary>
    internal IReadOnlyList<CelVariable> Parts { get; init; } = [];

    /// <summary>It must be evaluated again although nothing new was received.</summary>
    internal bool UsesTime => ReadsClock || Windows.Length > 0;

    /// <summary>What was received however long ago may become so by the clock alone.</summary>
    internal bool ReadsClock { get; init; }

    internal bool RaisesAlert => Actions.Any(action => action.Kind == "alert");

    internal static bool IsOfTime(string expression) => TimeWords().IsMatch(expression);

    internal bool Matches(DeviceId device)
    {
        if (Source.Devices.IsEmpty)
            return true;
        foreach (var wanted in Source.Devices)
            if (wanted == device.Kind || Fits(wanted, device))
                return true;
        return false;
    }

    private static bool Fits(string wanted, DeviceId device) =>
        wanted.Length > device.Kind.Length + 1 && wanted[device.Kind.Length] == '/'
            && wanted.StartsWith(device.Kind, StringComparison.Ordinal)
        && (wanted[^1] == '*' ? device.Name.AsSpan().StartsWith(wanted.AsSpan(device.Kind.Length + 1)[..^1])
            : device.Name.AsSpan().SequenceEqual(wanted.AsSpan(device.Kind.Length + 1)));

    [GeneratedRegex(@"\b(now|local|estate)\b", RegexOptions.NonBacktracking)]
    private static partial Regex TimeWords();
}
