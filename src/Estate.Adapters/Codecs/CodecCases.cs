namespace Estate.Adapters.Codecs;

/// <summary>A maker's own test cases of one function of its codec.</summary>
/// <param name="Codec">The codec's file.</param>
/// <param name="Function">Such as <c>decodeUplink</c>.</param>
/// <param name="File">Where the cases stand.</param>
/// <param name="Text">JavaScript: a list of <c>{name, input, expected}</c>.</param>
public sealed record CodecCases(string Codec, string Function, string File, string Text)
{
    /// <summary>Why they cannot be read; null where they can.</summary>
    public string? Problem { get; init; }
}
