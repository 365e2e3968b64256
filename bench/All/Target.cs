using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Estate.Bench.All;

/// <summary>
/// A figure that a bench says in a line, and what it is to be. Where several lines say it, the worst counts.
/// </summary>
/// <param name="Bench">Whose.</param>
/// <param name="Name">Of the figure; what is written about one that is not met stands under it.</param>
/// <param name="Line">The figure is its first group.</param>
/// <param name="Limit">At most, or at least.</param>
internal sealed record Target(string Bench, string Name, [StringSyntax(StringSyntaxAttribute.Regex)] string Line, double Limit)
{
    internal bool IsAtLeast { get; init; }

    internal string Unit { get; init; } = "";

    /// <summary>Told only where an older build is beside this one, or Node-RED could be had.</summary>
    internal bool IsOptional { get; init; }

    internal string Wanted => string.Create(CultureInfo.InvariantCulture, $"{(IsAtLeast ? "≥" : "≤")} {Limit:#,0.##}{Unit}");

    /// <returns>Null where no line says it.</returns>
    internal double? In(IEnumerable<string> lines)
    {
        var found = lines.Select(line => Regex.Match(line, Line)).Where(match => match.Success)
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToList();
        return found.Count == 0 ? null : IsAtLeast ? found.Min() : found.Max();
    }

    internal bool IsMet(double value) => IsAtLeast ? value >= Limit : value <= Limit;

    internal string Words(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##}{Unit}");
}
