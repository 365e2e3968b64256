using System.Text;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Rules;

/// <summary>
/// A text with expressions in braces; <c>{{</c> is a brace. Filled in with what is known, a question mark where nothing is.
/// </summary>
internal sealed class TextTemplate
{
    private readonly IReadOnlyList<(string Plain, CelProgram? Value)> _parts;

    private TextTemplate(IReadOnlyList<(string, CelProgram?)> parts) => _parts = parts;

    /// <exception cref="CelException">An expression in it is wrong.</exception>
    internal static TextTemplate Read(string text, CelEnvironment environment)
    {
        var parts = new List<(string, CelProgram?)>();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i])
                plain.Append(text[i++]);
            else if (text[i] == '{')
            {
                var end = text.IndexOf('}', i) is var found and > 0 ? found
                    : throw new CelException([CelError.At(text, i, "the { here has no }")]);
                parts.Add((plain.ToString(), Compile(text, i + 1, end, environment)));
                plain.Clear();
                i = end;
            }
            else
                plain.Append(text[i]);
        parts.Add((plain.ToString(), null));
        return new(parts);
    }

    internal string Fill(CelFrame frame) =>
        string.Concat(
            _parts.Select(part =>
                part.Plain + (part.Value is { } value ? value.Evaluate(frame) is { IsKnown: true } known ? known.ToString() : "?" : "")));

    private static CelProgram Compile(string text, int start, int end, CelEnvironment environment)
    {
        try
        {
            return CelProgram.Compile(text[start..end], environment);
        }
        catch (CelException wrong)
        {
            throw new CelException([.. wrong.Errors.Select(one => CelError.At(text, start + one.Column - 1, one.Message))]);
        }
    }
}
