using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>Members of a YAML file taken one by one; what is not as it should be is noted with its place.</summary>
internal sealed class YamlMembers(string file)
{
    private readonly List<ProfileFileError> _errors = [];

    internal IReadOnlyList<ProfileFileError> Errors => _errors;

    internal static YamlNode? Find(YamlMappingNode? map, string name) =>
        map?.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == name).Value;

    internal void Wrong(YamlNode place, string message) => _errors.Add(new(file, place.Start.Line, place.Start.Column, message));

    /// <summary>Names that are none of these are errors, and those of <paramref name="needed"/> that are missing.</summary>
    internal void Only(YamlMappingNode? map, string what, string[] known, string[] needed)
    {
        if (map is null)
            return;
        foreach (var key in map.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name))
                Wrong(key, $"{what} has no '{key}'{ProfileWords.Suggest(key.ToString(), known)}");
        foreach (var name in needed.Where(name => Find(map, name) is null))
            Wrong(map, $"'{name}' is missing");
    }

    internal static SourceText Place(YamlNode node) => new("", node.Start.Line, node.Start.Column);

    internal static SourceText TextOf(YamlScalarNode node) => new(
        node.Value ?? "", node.Start.Line, node.Start.Column + (node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0),
        node.Style is ScalarStyle.Literal or ScalarStyle.Folded);

    internal SourceText? Word(YamlMappingNode? map, string name)
    {
        if (Find(map, name) is not { } node)
            return null;
        if (node is YamlScalarNode scalar)
            return TextOf(scalar);
        Wrong(node, $"'{name}' is one text");
        return null;
    }

    internal SourceText? OneOf(YamlMappingNode map, string name, params string[] words)
    {
        if (Word(map, name) is not { } word || words.Contains(word.Text))
            return Word(map, name);
        Wrong(Find(map, name)!, $"'{name}' is {string.Join(", ", words.SkipLast(1))} or {words[^1]}");
        return null;
    }

    internal bool Flag(YamlMappingNode map, string name) => OneOf(map, name, "true", "false")?.Text == "true";

    internal int Whole(YamlMappingNode map, string name, int otherwise, int min, int max)
    {
        if (Word(map, name) is not { } word)
            return otherwise;
        if (FiniteNumber.TryParseWhole(word.Text, out var number) && number >= min && number <= max)
            return number;
        Wrong(Find(map, name)!, $"'{name}' is a whole number, {min} to {max}");
        return otherwise;
    }

    internal YamlMappingNode? Group(YamlMappingNode? map, string name)
    {
        var node = Find(map, name);
        if (node is not null and not YamlMappingNode)
            Wrong(node, $"'{name}' has members of its own");
        return node as YamlMappingNode;
    }

    /// <summary>A text, or a list of them.</summary>
    internal IReadOnlyList<SourceText> Words(YamlMappingNode? map, string name)
    {
        switch (Find(map, name))
        {
            case null:
                return [];
            case YamlScalarNode one:
                return [TextOf(one)];
            case YamlSequenceNode list when list.Children.All(one => one is YamlScalarNode):
                return [.. list.Children.Select(one => TextOf((YamlScalarNode)one))];
            case var other:
                Wrong(other, $"'{name}' is a text or a list of texts");
                return [];
        }
    }

    internal IReadOnlyList<(SourceText Name, SourceText Value)> Pairs(YamlMappingNode? map, string name)
    {
        var pairs = new List<(SourceText, SourceText)>();
        foreach (var (key, value) in Entries(map, name))
            if (value is YamlScalarNode scalar)
                pairs.Add((TextOf(key), TextOf(scalar)));
            else
                Wrong(value, $"'{key}' is one text");
        return pairs;
    }

    internal IEnumerable<(YamlScalarNode Name, YamlNode Value)> Entries(YamlMappingNode? map, string name) =>
        Group(map, name)?.Children.Where(pair => pair.Key is YamlScalarNode).Select(pair => ((YamlScalarNode)pair.Key, pair.Value)) ?? [];

    internal IReadOnlyList<T> List<T>(YamlMappingNode map, string name, Func<YamlMappingNode, T?> read)
        where T : class
    {
        if (Find(map, name) is not { } node)
            return [];
        if (node is YamlSequenceNode list)
        {
            foreach (var other in list.Children.Where(one => one is not YamlMappingNode))
                Wrong(other, $"an element of '{name}' has members of its own");
            return [.. list.Children.OfType<YamlMappingNode>().Select(read).OfType<T>()];
        }
        Wrong(node, $"'{name}' is a list");
        return [];
    }

    internal Text Both(YamlMappingNode map, string name)
    {
        if (Find(map, name) is not { } node)
            return default;
        if (node is YamlMappingNode both && Word(both, "zh") is { } chinese && Word(both, "en") is { } english)
            return new(chinese.Text, english.Text);
        Wrong(node, $"'{name}' needs both languages: {{zh: ..., en: ...}}");
        return default;
    }
}
