using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>What expressions read of a payload that is text.</summary>
internal static class TextFunctions
{
    /// <summary><c>between('{', '}')</c>: the text between two marks at its ends; unknown where they are not there.</summary>
    internal static CelVariable Between(IReadOnlyList<(string Text, CelValue? Constant)> arguments)
    {
        if (arguments is not [{ Constant: { Kind: CelKind.String } first }, { Constant: { Kind: CelKind.String } last }])
            throw new FormatException("between needs the two marks, such as between('{', '}')");
        var (before, behind, missing) = (first.AsText, last.AsText, CelValue.Unknown("between"));
        return new("between", CelType.String, frame =>
        {
            var text = ((ProfileFrame)frame.Subject!).Members[0].AsText;
            return text.Length >= before.Length + behind.Length && text.StartsWith(before, StringComparison.Ordinal)
                && text.EndsWith(behind, StringComparison.Ordinal) ? CelValue.Of(text[before.Length..^behind.Length]) : missing;
        });
    }
}
