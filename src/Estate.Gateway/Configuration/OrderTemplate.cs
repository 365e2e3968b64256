using System.Text.Encodings.Web;
using System.Text.Json;
using Estate.Domain.Profiles;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Estate.Gateway.Configuration;

/// <summary>
/// An order's payload as written, in pieces: text with expressions in braces, or YAML that becomes JSON, in which a text that is one
/// expression has the type of its value.
/// </summary>
internal sealed class OrderTemplate
{
    private readonly List<OrderPiece> _pieces = [];

    internal IReadOnlyList<OrderPiece> Read(SourceText? text, YamlNode? json)
    {
        if (text is not null)
            Pieces(text, OrderPieceStyle.Text);
        if (json is not null)
            Json(json);
        return _pieces;
    }

    private void Json(YamlNode node)
    {
        if (node is YamlScalarNode scalar)
            Scalar(scalar);
        else if (node is YamlSequenceNode list)
            Between('[', list.Children, Json, ']');
        else if (node is YamlMappingNode map)
            Between('{', map.Children, pair =>
            {
                Plain($"{Quoted((pair.Key as YamlScalarNode)?.Value ?? "")}:");
                Json(pair.Value);
            }, '}');
    }

    private void Between<T>(char first, IEnumerable<T> all, Action<T> each, char last)
    {
        Plain(first.ToString());
        foreach (var (index, one) in all.Index())
        {
            if (index > 0)
                Plain(",");
            each(one);
        }
        Plain(last.ToString());
    }

    private void Scalar(YamlScalarNode scalar)
    {
        var text = YamlMembers.TextOf(scalar);
        if (scalar.Style == ScalarStyle.Plain && (text.Text is "true" or "false" || IsNumber(text.Text)))
            Plain(text.Text);
        else if (text.Text is ['{', .. var inner, '}'] && !inner.ContainsAny('{', '}'))
            _pieces.Add(new("", text with { Text = inner, Column = text.Column + 1 }, OrderPieceStyle.JsonValue));
        else
        {
            Plain("\"");
            Pieces(text, OrderPieceStyle.JsonText);
            Plain("\"");
        }
    }

    private void Pieces(SourceText text, OrderPieceStyle style)
    {
        var rest = text.Text;
        for (var at = 0; rest.Length > 0;)
        {
            var open = rest.IndexOf('{', StringComparison.Ordinal);
            var close = open < 0 ? -1 : rest.IndexOf('}', open);
            var plain = close < 0 ? rest : rest[..open];
            Plain(style == OrderPieceStyle.JsonText ? Escaped(plain) : plain);
            if (close < 0)
                return;
            _pieces.Add(new("", text with { Text = rest[(open + 1)..close], Column = text.Column + at + open + 1 }, style));
            (at, rest) = (at + close + 1, rest[(close + 1)..]);
        }
    }

    private void Plain(string text)
    {
        if (_pieces is [.., { Expression: null } last])
            _pieces[^1] = last with { Plain = last.Plain + text };
        else
            _pieces.Add(new(text, null, OrderPieceStyle.Text));
    }

    private static bool IsNumber(string text) => Domain.Devices.FiniteNumber.TryParseDecimal(text, out _);

    private static string Quoted(string text) => $"\"{Escaped(text)}\"";

    private static string Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
