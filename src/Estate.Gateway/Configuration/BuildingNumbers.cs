using System.Text.RegularExpressions;

namespace Estate.Gateway.Configuration;

/// <summary>Which building a household lives in, by its number: <c>7</c> of <c>7-2-301</c>, unless estate.yaml says otherwise.</summary>
internal sealed class BuildingNumbers
{
    private const int MaxLength = 100;

    private readonly Regex _number;

    private BuildingNumbers(string expression) => _number = new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private bool HasOneGroup => _number.GetGroupNumbers().Length == 2;

    internal static BuildingNumbers Usual => new("^([^-]+)-");

    internal static BuildingNumbers From(string? expression, Action<string> wrong)
    {
        try
        {
            if (expression is null)
                return Usual;
            if (expression.Length <= MaxLength && new BuildingNumbers(expression) is { HasOneGroup: true } numbers)
                return numbers;
        }
        catch (Exception mistake) when (mistake is ArgumentException or NotSupportedException)
        {
            // Said below.
        }
        wrong($"building_of_household: '{expression}' is no expression with one group, such as ^h(\\d\\d)");
        return Usual;
    }

    /// <summary>Null where its number does not say.</summary>
    internal string? Of(string household) => _number.Match(household) is { Success: true } match ? match.Groups[1].Value : null;
}
