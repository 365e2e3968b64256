using Estate.Domain.Devices;
using Estate.Gateway.Rules;

namespace Estate.Web.Rules;

/// <summary>A rule as somebody is writing it, and what was said of it.</summary>
public sealed record RuleEdit
{
    /// <summary>Of the first template.</summary>
    internal static string Example => RuleTemplates.All[0].Example;

    internal string? Written { get; init; }
    internal string? From { get; init; }
    internal string? To { get; init; }
    internal Trial? Trial { get; init; }
    internal Text? Said { get; init; }

    /// <summary>As somebody filled it in, with mistakes; null: what the text says.</summary>
    internal RuleForm? Form { get; init; }

    /// <summary>The version it was made from; 0 for a new one.</summary>
    internal int? Version { get; init; }
}
