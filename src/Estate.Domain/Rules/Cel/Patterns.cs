using System.Text.RegularExpressions;

namespace Estate.Domain.Rules.Cel;

/// <summary>Regular expressions without backtracking: none can run away, and those that could not do without are refused.</summary>
internal sealed class Patterns
{
    private const int MaxLength = 256;

    private string? _pattern;
    private Regex? _compiled;
    private string? _problem;

    /// <summary>Why it is no pattern; null where it is one.</summary>
    internal string? Problem(string pattern)
    {
        if (pattern == _pattern)
            return _problem;
        (_pattern, _problem, _compiled) = (pattern, null, null);
        try
        {
            if (pattern.Length > MaxLength)
                _problem = $"the pattern has {pattern.Length} letters, at most {MaxLength} are taken";
            else
                _compiled = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            _problem = $"'{pattern}' is no pattern that can be matched in bounded time: {refused.Message}";
        }
        return _problem;
    }

    internal CelValue Matches(string text, string pattern) =>
        Problem(pattern) is { } problem ? CelValue.Error(problem) : CelValue.Of(_compiled!.IsMatch(text));
}
