using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>A text of a profile's file and where it stands; line and column count from 1.</summary>
/// <param name="IsBlock">The text begins on the line below its sign (| or &gt;).</param>
public sealed record SourceText(string Text, long Line, long Column, bool IsBlock = false)
{
    internal ProfileError Error(string message) => new(Line, Column, message);

    internal IEnumerable<ProfileError> Errors(CelException wrong) =>
        wrong.Errors.Select(one => new ProfileError(
            Line + one.Line - (IsBlock ? 0 : 1), one.Line == 1 && !IsBlock ? Column + one.Column - 1 : one.Column, one.Message));

    public override string ToString() => Text;
}
