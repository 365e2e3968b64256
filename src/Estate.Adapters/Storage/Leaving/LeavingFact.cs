namespace Estate.Adapters.Storage.Leaving;

/// <summary>A fact as it leaves: its number in the journal, its times in milliseconds since 1970, and what of its body may.</summary>
public sealed record LeavingFact(long N, long At, long ReceivedAt, string Device, string Slice, string Type)
{
    /// <summary>JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
