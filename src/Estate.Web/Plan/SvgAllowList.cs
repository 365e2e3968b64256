using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Estate.Domain.Devices;

namespace Estate.Web.Plan;

/// <summary>
/// A drawing from somebody else's program, written anew from what is allowed in it: shapes, their places and colours. What could run,
/// load or open something makes the whole drawing refused, with its line; other programs' own notes are left out.
/// </summary>
internal static partial class SvgAllowList
{
    internal const int MaxBytes = 1_000_000;

    private const int MaxElements = 20_000, MaxDepth = 40;
    private const string Namespace = "http://www.w3.org/2000/svg";

    private static readonly HashSet<string> Elements =
        ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title"];

    /// <summary>They draw nothing.</summary>
    private static readonly HashSet<string> LeftOut = ["metadata", "defs", "desc"];

    private static readonly HashSet<string> Attributes =
    [
        "viewBox", "d", "points", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "transform",
        "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
        "stroke-dasharray", "opacity", "font-size", "text-anchor", "preserveAspectRatio",
    ];

    /// <returns>The drawing to keep, or why it is refused.</returns>
    internal static (string? Svg, Text? Problem) Clean(Stream drawing)
    {
        try
        {
            using var reader = XmlReader.Create(drawing, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxBytes,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            var text = new StringBuilder();
            using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
                Copy(reader, writer);
            return (text.ToString(), null);
        }
        catch (RefusedSvgException refused)
        {
            return (null, refused.Said);
        }
        catch (XmlException broken)
        {
            return (null, new(
                $"第 {broken.LineNumber} 行读不出：不是完整的 SVG，或带有 DTD", $"line {broken.LineNumber} cannot be read: {broken.Message}"));
        }
    }

    private static void Copy(XmlReader reader, XmlWriter writer)
    {
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "svg" || reader.NamespaceURI != Namespace)
            throw Refused(reader, "最外层不是 <svg>", "the outermost element is not <svg>");
        if (ViewBox().Match(reader.GetAttribute("viewBox") ?? "") is not { Success: true })
            throw Refused(reader, "没有 viewBox", "it has no viewBox=\"0 0 WIDTH HEIGHT\", so nobody knows how large it is");
        var count = 0;
        for (var goesOn = true; goesOn;)
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.NamespaceURI != Namespace || LeftOut.Contains(reader.LocalName):
                    reader.Skip();
                    goesOn = !reader.EOF;
                    continue;
                case XmlNodeType.Element:
                    if (++count > MaxElements || reader.Depth > MaxDepth)
                        throw Refused(reader, "图形太多或嵌套太深", $"more than {MaxElements} shapes, or {MaxDepth} within each other");
                    Begin(reader, writer);
                    goesOn = reader.Read();
                    break;
                case XmlNodeType.EndElement:
                    writer.WriteFullEndElement();
                    goesOn = reader.Read();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    writer.WriteString(reader.Value);
                    goesOn = reader.Read();
                    break;
                default:
                    goesOn = reader.Read();
                    break;
            }
    }

    private static void Begin(XmlReader reader, XmlWriter writer)
    {
        var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
        if (!Elements.Contains(name))
            throw Refused(reader, $"不允许 <{name}>", $"<{name}> is not allowed; save it as plain shapes");
        writer.WriteStartElement(name, Namespace);
        // A style says more than an attribute of the same name.
        var kept = new Dictionary<string, string>();
        while (reader.MoveToNextAttribute())
            foreach (var (key, value) in Allowed(reader))
                if (reader.LocalName == "style" || !kept.ContainsKey(key))
                    kept[key] = value;
        foreach (var (key, value) in kept)
            writer.WriteAttributeString(key, value);
        reader.MoveToElement();
        if (isEmpty)
            writer.WriteEndElement();
    }

    private static IEnumerable<(string Key, string Value)> Allowed(XmlReader reader)
    {
        var (name, value) = (reader.LocalName, reader.Value);
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
            throw Refused(reader, $"不允许 {name}：图里不能有程序", $"{name} is not allowed: a drawing runs nothing");
        if (name is "href" or "src" or "base")
            throw Refused(reader, $"不允许 {name}：图里不能引用别的文件", $"{name} is not allowed: a drawing loads and links nothing");
        if (reader.NamespaceURI.Length > 0)
            return [];
        if (name == "style")
            return [.. value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(one => one.Split(':', 2, StringSplitOptions.TrimEntries))
                .Where(one => one is [var key, _] && Attributes.Contains(key))
                .Select(one => (one[0], Plain(reader, one[1])))];
        return Attributes.Contains(name) ? [(name, Plain(reader, value))] : [];
    }

    /// <summary>Numbers, colours, words: nothing that names a place.</summary>
    private static string Plain(XmlReader reader, string value) =>
        PlainValue().IsMatch(value) && !value.Contains("url", StringComparison.OrdinalIgnoreCase) ? value
            : throw Refused(
                reader, $"{reader.LocalName} 的值不允许：只能是数字和颜色", $"{reader.LocalName} may hold numbers and colours only");

    private static RefusedSvgException Refused(XmlReader reader, string zh, string en)
    {
        var line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
        return new(new($"第 {line} 行：{zh}", $"line {line}: {en}"));
    }

    [GeneratedRegex(@"^\s*0[\s,]+0[\s,]+[0-9.]+[\s,]+[0-9.]+\s*$")]
    private static partial Regex ViewBox();

    [GeneratedRegex(@"^[\w\s#.,%()+-]*$")]
    private static partial Regex PlainValue();
}

/// <summary>The drawing is not kept.</summary>
internal sealed class RefusedSvgException(Text said) : Exception(said.En)
{
    internal Text Said => said;
}
