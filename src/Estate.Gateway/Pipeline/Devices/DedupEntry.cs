namespace Estate.Gateway.Pipeline.Devices;

/// <summary>An event taken in: its hash, its answer, and whether both are on the disk yet.</summary>
internal sealed class DedupEntry(ulong hash)
{
    private volatile byte[]? _durableAnswer;

    internal ulong Hash => hash;

    /// <summary>Null until committed.</summary>
    internal byte[]? DurableAnswer
    {
        get => _durableAnswer;
        set => _durableAnswer = value;
    }
}
