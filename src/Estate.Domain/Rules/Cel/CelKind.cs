namespace Estate.Domain.Rules.Cel;

/// <summary>What a value is. Errors and unknowns are values, too, so that <c>&amp;&amp;</c> and <c>||</c> can absorb them.</summary>
internal enum CelKind : byte
{
    Error,
    Unknown,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List,
    Map,
    Type,
}
