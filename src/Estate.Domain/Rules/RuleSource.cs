using System.Collections.Immutable;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Rules;

/// <summary>A rule as somebody wrote it; nothing is checked yet. Expressions are CEL.</summary>
public sealed record RuleSource(string Id)
{
    /// <summary>Words of facts, or the name of one measurement.</summary>
    public ImmutableArray<string> On { get; init; } = [];

    /// <summary>Kinds or devices it looks at; empty: all.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Fields that distinguish parts of a device, such as <c>socket</c>: each part is evaluated separately.</summary>
    public ImmutableArray<string> By { get; init; } = [];
    public string When { get; init; } = "";

    /// <summary>What ends it; null: that <see cref="When"/> is false.</summary>
    public string? Clear { get; init; }

    /// <summary>How long it must have been so.</summary>
    public Duration For { get; init; }

    /// <summary>How long it stays after it is over.</summary>
    public Duration Keep { get; init; }
    public Severity Severity { get; init; }
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public Text Title { get; init; }

    /// <summary>What people read; values stand in braces, such as <c>{value.fill}</c>.</summary>
    public Text? Text { get; init; }
    public ImmutableArray<ActionSource> Do { get; init; } = [];

    /// <summary>Its alert stands for those of these types, of the same device and of the devices of the same zone.</summary>
    public ImmutableArray<string> Hides { get; init; } = [];

    /// <summary>The whole rule as written.</summary>
    public string Written { get; init; } = "";

    /// <summary>The file it stands in.</summary>
    public string File { get; init; } = "";
}
