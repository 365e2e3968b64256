using Estate.Domain.Rules;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>A rule as written, and where each of its members stands.</summary>
internal sealed record PlacedRule(RuleSource Source, YamlMappingNode Node)
{
    /// <summary>The place of a member such as <c>text.en</c> in the file; what is no member stands where the rule begins.</summary>
    internal RuleFileError Error(RuleError one)
    {
        YamlNode place = Node;
        foreach (var name in one.Member.Split('.'))
            if (place is YamlMappingNode map
                && map.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == name).Value is { } inner)
                place = inner;
        // In a block the text begins one line below its sign; its indentation is the member's and two more.
        var isBlock = place is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded };
        var quote = place is YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } ? 1 : 0;
        var line = place.Start.Line + one.Line - (isBlock ? 0 : 1);
        var column = one.Line == 1 && !isBlock ? place.Start.Column + one.Column - 1 + quote : Node.Start.Column + 1 + one.Column;
        return new(Source.File, line, column, Source.Id, one.Message);
    }
}
