namespace Estate.Adapters.Codecs;

/// <summary>One of a maker's own test cases, as it ended.</summary>
/// <param name="Problem">Null where it passed.</param>
public sealed record CodecCase(string File, string Name, string? Problem);
