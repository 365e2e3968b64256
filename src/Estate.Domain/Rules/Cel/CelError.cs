namespace Estate.Domain.Rules.Cel;

/// <summary>Something wrong in an expression; line and column count from 1.</summary>
internal sealed record CelError(int Line, int Column, string Message)
{
    internal static CelError At(string source, int offset, string message)
    {
        var before = source.AsSpan(0, Math.Min(offset, source.Length));
        var lineStart = before.LastIndexOf('\n') + 1;
        return new(before.Count('\n') + 1, before.Length - lineStart + 1, message);
    }

    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}

/// <summary>An expression that cannot be used; says where and what to do.</summary>
internal sealed class CelException(IReadOnlyList<CelError> mistakes) : FormatException(string.Join("; ", mistakes))
{
    public IReadOnlyList<CelError> Errors { get; } = mistakes;
}
