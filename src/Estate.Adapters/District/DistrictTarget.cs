namespace Estate.Adapters.District;

/// <summary>Where an estate's facts go, and with which key; docs/district.md.</summary>
/// <param name="Url">nats or tls; several with commas between them.</param>
/// <param name="Seed">Of the estate's NKey.</param>
/// <param name="CaFile">Who signed the servers' certificates; null: an authority this machine knows.</param>
/// <param name="FactsPerS">Of the journal, at most.</param>
public sealed record DistrictTarget(string Url, string Site, string Seed, string? CaFile, int FactsPerS)
{
    /// <summary>Under which name it is known how far the district has all.</summary>
    public const string Cursor = "district";

    /// <summary>Lanes by which estates are spread over workers; a part of the wire contract.</summary>
    internal const int Lanes = 16;

    internal bool IsTls => Url.StartsWith("tls:", StringComparison.Ordinal);

    internal string Facts => $"district.facts.{LaneOf(Site)}.{Site}";

    internal string Position => $"district.position.{Site}";

    internal string Proposals => $"district.proposals.{Site}";

    /// <summary>Whose proposals are shown to the committee, as PEM; null: nobody's.</summary>
    public string? ProposalsKey { get; init; }

    /// <summary>Whether a text is the seed of a user's NKey.</summary>
    public static bool IsSeed(string seed)
    {
        if (!seed.StartsWith("SU", StringComparison.Ordinal))
            return false;
        try
        {
            using var pair = NATS.NKeys.KeyPair.FromSeed(seed);
            return true;
        }
        catch (Exception wrong) when (wrong is NATS.NKeys.NKeysException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>FNV-1a of its bytes.</summary>
    internal static int LaneOf(string site)
    {
        var hash = 2_166_136_261;
        foreach (var letter in System.Text.Encoding.UTF8.GetBytes(site))
            hash = unchecked((hash ^ letter) * 16_777_619);
        return (int)(hash % Lanes);
    }
}
