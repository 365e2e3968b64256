using System.Collections.Immutable;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using NodaTime;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>An error in a file of rules; line and column count from 1.</summary>
public sealed record RuleFileError(string File, long Line, long Column, string Rule, string Message)
{
    public override string ToString() => $"{File}, line {Line}, column {Column}: {(Rule.Length > 0 ? Rule + ": " : "")}{Message}";

    /// <summary>The same in both languages.</summary>
    public Text Describe() => new(
        $"{File} 第 {Line} 行第 {Column} 列：{(Rule.Length > 0 ? Rule + "：" : "")}{RuleErrorTexts.Of(Message).Zh}", ToString());
}

/// <summary>Reads a file of rules: their shape only; whether they fit the estate, <see cref="RuleBuilder"/> says.</summary>
internal sealed class RuleFileReader(string file, string text)
{
    internal const int MaxLength = 256 * 1024;
    private static readonly string[] Members = [
        "id", "on", "devices", "by", "when", "clear", "for", "keep", "severity", "labels", "title", "text", "hides", "do"];

    private static readonly string[] Needed = ["id", "on", "when", "title"];

    private readonly List<RuleFileError> _errors = [];
    private string _rule = "";

    internal static (IReadOnlyList<PlacedRule> Rules, IReadOnlyList<RuleFileError> Mistakes) Read(string file, string text)
    {
        var reader = new RuleFileReader(file, text);
        var rules = reader.Read();
        return (rules, reader._errors);
    }

    private List<PlacedRule> Read()
    {
        if (text.Length > MaxLength)
        {
            _errors.Add(new(file, 1, 1, "", $"{text.Length} letters; at most {MaxLength} are read. Split the file"));
            return [];
        }
        try
        {
            if (StrictYaml.Nodes(text) is not { } root)
                return [];
            if (root is YamlMappingNode { Children.Count: 1 } map && Member(map, "rules") is YamlSequenceNode list)
                return [.. list.Children.Select((node, index) =>
                    Rule(node, index + 1 < list.Children.Count ? (int)list.Children[index + 1].Start.Index : text.Length))
                        .OfType<PlacedRule>()];
            Wrong(root, "a file of rules begins with 'rules:', and has nothing else at the left");
        }
        catch (YamlException broken)
        {
            _errors.Add(new(file, broken.Start.Line, broken.Start.Column, "", StrictYaml.Words(broken)));
        }
        return [];
    }

    /// <param name="end">Where the next one begins.</param>
    private PlacedRule? Rule(YamlNode node, int end)
    {
        if (node is not YamlMappingNode map)
        {
            Wrong(node, "a rule has members such as id: and when:");
            return null;
        }
        _rule = (Member(map, "id") as YamlScalarNode)?.Value ?? "";
        foreach (var key in map.Children.Keys.OfType<YamlScalarNode>().Where(key => !Members.Contains(key.Value)))
            Wrong(key, $"a rule has no '{key.Value}'. It has: {string.Join(", ", Members)}");
        foreach (var name in Needed.Where(name => Member(map, name) is null))
            Wrong(map, $"'{name}' is missing");
        var source = new RuleSource(_rule)
        {
            On = Words(map, "on"),
            Devices = Words(map, "devices"),
            By = Words(map, "by"),
            When = Word(map, "when") ?? "",
            Clear = Word(map, "clear"),
            For = Length(map, "for"),
            Keep = Length(map, "keep"),
            Severity = SeverityOf(map),
            Labels = Pairs(Member(map, "labels")),
            Title = Both(map, "title") ?? default,
            Text = Both(map, "text"),
            Hides = Words(map, "hides"),
            Do = Member(map, "do") is YamlSequenceNode list ? [.. list.Children.Select(Action).OfType<ActionSource>()] : [],
            Written = Trimmed(text[(int)map.Start.Index..end], (int)map.Start.Column - 1),
            File = file,
        };
        return new(source, map);
    }

    /// <summary>A file with this rule alone.</summary>
    /// <param name="written">As in <see cref="RuleSource.Written"/>.</param>
    internal static string AsFile(string written) =>
        "rules:\n  - " + string.Join(
            '\n', written.Split('\n').Select((line, index) => index == 0 || line.Length == 0 ? line : "    " + line)) + "\n";

    /// <summary>Without what stands between it and the next, and without its place in the file: neither is a change of this rule.</summary>
    private static string Trimmed(string rule, int indent)
    {
        var lines = rule.Split('\n').Select(line => line.TrimEnd()).Select((line, index) =>
            index == 0 ? line : line[Math.Min(indent, line.Length - line.TrimStart(' ').Length)..]).ToList();
        while (lines.Count > 0 && lines[^1].TrimStart() is "" or "-" or ['#', ..])
            lines.RemoveAt(lines.Count - 1);
        return string.Join('\n', lines);
    }

    private ActionSource? Action(YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } word })
            return new(word);
        if (node is YamlMappingNode { Children.Count: 1 } map && map.Children.First() is { Key: YamlScalarNode { Value: { } kind } } action)
            return action.Value switch
            {
                YamlMappingNode body when kind == "announce" => ActionSource.Announcing(Pairs(body)),
                YamlMappingNode body when kind == "ask" =>
                    new(kind)
                    {
                        To = [Word(body, "device") ?? "this"],
                        Request = Word(body, "request") ?? "",
                        With = Pairs(Member(body, "with"))
                    },
                YamlMappingNode body => new(kind) { With = Pairs(body) },
                _ => new(kind) { To = Words(map, kind) },
            };
        Wrong(node, "something a rule does, such as - alert, or - notify: [duty]");
        return null;
    }

    private static YamlNode? Member(YamlMappingNode map, string name) =>
        map.Children.FirstOrDefault(pair => (pair.Key as YamlScalarNode)?.Value == name).Value;

    private string? Word(YamlMappingNode map, string name)
    {
        if (Member(map, name) is not { } node)
            return null;
        if (node is YamlScalarNode { Value: { } value })
            return value;
        Wrong(node, $"'{name}' is one text");
        return null;
    }

    private ImmutableArray<string> Words(YamlMappingNode map, string name) => Member(map, name) switch
    {
        null => [],
        YamlScalarNode { Value: { } value } => [value],
        YamlSequenceNode list when list.Children.All(one => one is YamlScalarNode) =>
            [.. list.Children.Select(one => ((YamlScalarNode)one).Value ?? "")],
        var other => Nothing(other, $"'{name}' is a word or a list of words"),
    };

    private ImmutableArray<string> Nothing(YamlNode place, string message)
    {
        Wrong(place, message);
        return [];
    }

    private Duration Length(YamlMappingNode map, string name)
    {
        if (Word(map, name) is not { } written)
            return Duration.Zero;
        if (LengthText.Parse(written) is { } length)
            return length;
        Wrong(Member(map, name)!, $"'{written}' is no length of time such as 90s, 10m or 1h30m");
        return Duration.Zero;
    }

    private Severity SeverityOf(YamlMappingNode map)
    {
        if (Word(map, "severity") is not { } word)
            return Severity.Low;
        if (Enum.GetValues<Severity>().Cast<Severity?>().FirstOrDefault(one => Domain.Devices.WireName.Of(one!.Value) == word)
            is { } severity)
            return severity;
        Wrong(Member(map, "severity")!, "low, medium or high");
        return Severity.Low;
    }

    private Text? Both(YamlMappingNode map, string name)
    {
        if (Member(map, name) is not { } node)
            return null;
        if (node is YamlMappingNode both && Word(both, "zh") is { } chinese && Word(both, "en") is { } english)
            return new(chinese, english);
        Wrong(node, $"'{name}' needs both languages: {{zh: ..., en: ...}}");
        return null;
    }

    private ImmutableSortedDictionary<string, string> Pairs(YamlNode? node)
    {
        if (node is null)
            return ImmutableSortedDictionary<string, string>.Empty;
        if (node is YamlMappingNode map && map.Children.All(pair => pair is { Key: YamlScalarNode, Value: YamlScalarNode }))
            return map.Children.ToImmutableSortedDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair =>
                ((YamlScalarNode)pair.Value).Value ?? "");
        Wrong(node, "names and values belong here, such as {area: waste}");
        return ImmutableSortedDictionary<string, string>.Empty;
    }

    private void Wrong(YamlNode place, string message) => _errors.Add(new(file, place.Start.Line, place.Start.Column, _rule, message));
}
