using System.Text;

namespace Estate.Adapters.Tests.Influx;

/// <summary>Line protocol read as its reference describes it, independent of how we write it.</summary>
internal static class ReferenceParser
{
    internal static (Dictionary<string, string> Tags, Dictionary<string, string> Fields) Parse(string line)
    {
        var sections = Split(line, ' ');
        return (Pairs(Split(sections[0], ',').Skip(1)), Pairs(Split(sections[1], ',')));
    }

    private static Dictionary<string, string> Pairs(IEnumerable<string> parts) =>
        parts.Select(part => Split(part, '=')).ToDictionary(pair => Unescape(pair[0]), pair => Unescape(pair[1]));

    /// <summary>Splits where the separator is not escaped.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ',' or '=' or ' ')
                part.Append(text[i]).Append(text[++i]);
            else if (text[i] == separator)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
                part.Append(text[i]);
        }
        parts.Add(part.ToString());
        return parts;
    }

    private static string Unescape(string text) => text
        .Replace("\\,", ",", StringComparison.Ordinal).Replace("\\=", "=", StringComparison.Ordinal)
        .Replace("\\ ", " ", StringComparison.Ordinal);
}
