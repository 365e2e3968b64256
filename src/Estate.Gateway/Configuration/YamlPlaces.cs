using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Estate.Gateway.Configuration;

/// <summary>
/// The walk over a YAML text before anything is built of it: what YAML reads otherwise than it looks is an error with its place, and where
/// each value stands is kept by its path, such as <c>devices[3].id</c>.
/// </summary>
internal sealed partial class YamlPlaces
{
    private const int MaxDepth = 12;

    private readonly Parser _parser;
    private readonly Dictionary<string, Mark> _places = [];
    private int _depth;

    /// <exception cref="YamlException">Says what to write instead.</exception>
    internal YamlPlaces(string text)
    {
        _parser = new(new StringReader(text));
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return;
        _parser.Consume<DocumentStart>();
        Value("");
        _parser.Consume<DocumentEnd>();
        if (_parser.Current is { } more and not StreamEnd)
            throw At(more, "a second document begins here; everything stands in one, without a line of ---");
    }

    /// <summary>Of the value, or of what it is missing in; null where even that is the whole file.</summary>
    internal Mark? Find(string path)
    {
        for (; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))])
            if (_places.TryGetValue(path, out var place))
                return place;
        return null;
    }

    private void Value(string path)
    {
        if (_parser.Accept<AnchorAlias>(out var alias))
            throw At(alias, "references (*name) are not read here; write the value itself");
        var node = _parser.Consume<NodeEvent>();
        if (!node.Tag.IsEmpty)
            throw At(node, $"'{node.Tag}' would say how to read what follows; leave it out, everything is read as it looks");
        if (++_depth > MaxDepth)
            throw At(node, $"nested more than {MaxDepth} deep");
        _places[path] = node.Start;
        if (node is SequenceStart)
            Items(path);
        else if (node is MappingStart)
            Members(path);
        else
            RefuseTime((Scalar)node);
        _depth--;
    }

    private void Items(string path)
    {
        for (var i = 0; !_parser.TryConsume<SequenceEnd>(out _); i++)
        {
            if (_parser.Accept<Scalar>(out var item) && IsNothing(item))
                throw At(item, "an item of a list has no value; give it one, or take the line out");
            Value($"{path}[{i}]");
        }
    }

    private void Members(string path)
    {
        var names = new HashSet<string>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var name))
                throw At(_parser.Current!, "a name is one word, neither a list nor a group");
            RefuseTime(name);
            if (!names.Add(name.Value))
                throw At(name, $"'{name.Value}' is there twice; put both together");
            if (_parser.Accept<Scalar>(out var value) && IsNothing(value))
                throw At(name, $"nothing stands behind '{name.Value}'; give it a value, or take the line out");
            Value(path.Length == 0 ? name.Value : $"{path}.{name.Value}");
        }
    }

    private static bool IsNothing(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>Without quotes, 24:29 is 1469 to one reader of YAML and a text to another; a date with a time is UTC to some.</summary>
    private static void RefuseTime(Scalar scalar)
    {
        if (scalar.Style == ScalarStyle.Plain && Time().IsMatch(scalar.Value))
            throw At(scalar, $"'{scalar.Value}' has no quotes, and is a number to some programs. Write a time as \"{scalar.Value}\", "
                + "and a number without ':'");
    }

    private static YamlException At(ParsingEvent place, string words) => new(place.Start, place.End, words);

    [GeneratedRegex(@"^([-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?|\d{4}-\d{1,2}-\d{1,2}([Tt]|[ \t]+)\d{1,2}:\d{2}.*)$")]
    private static partial Regex Time();
}
