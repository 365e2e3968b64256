namespace Estate.District.Wire;

/// <summary>A message that is no span of this estate; <see cref="Code"/> says why in a word.</summary>
internal sealed class SpanException(string code, string message)
    : Exception(message.Length <= SpanException.MaxMessage ? message : message[..SpanException.MaxMessage])
{
    /// <summary>What an estate sent may be long; what is said of it is not.</summary>
    private const int MaxMessage = 300;

    /// <summary>Written by a newer gateway: it waits for this program's upgrade.</summary>
    internal const string Newer = "newer_schema";
    internal const string Malformed = "malformed";
    internal const string Foreign = "foreign_site";

    internal string Code => code;

    /// <summary>Which journal it says it is of; empty where it does not.</summary>
    internal string Epoch { get; init; } = "";
}
