using Estate.Domain.Devices;
using Estate.Gateway.Rules;

namespace Estate.Web.Rules;

/// <summary>A rule as somebody is writing it, and what was said of it.</summary>
public sealed record RuleEdit
{
    internal const string Example = """
        rules:
          - id: my-rule
            on: bin
            when: value.fill >= 0.9
            for: 10m
            severity: low
            title: {zh: 垃圾桶快满了, en: A bin is nearly full}
            text: {zh: "{device.name} {value.fill}", en: "{device.name} {value.fill}"}

        """;

    internal string? Written { get; init; }
    internal string? From { get; init; }
    internal string? To { get; init; }
    internal Trial? Trial { get; init; }
    internal Text? Said { get; init; }

    /// <summary>The version it was made from; 0 for a new one.</summary>
    internal int? Version { get; init; }
}
