namespace Estate.Adapters.Mqtt;

/// <summary>A message of ours the broker has not acknowledged.</summary>
/// <param name="expiresAt">By the stopwatch; nobody may get it later than that. Null: at any time.</param>
internal sealed class Outgoing(string topic, byte[] payload, bool retain, long? expiresAt = null)
{
    internal long? ExpiresAt => expiresAt;

    internal string Topic => topic;
    internal byte[] Payload => payload;
    internal bool Retain => retain;

    /// <summary>When it was taken to be sent, by the stopwatch.</summary>
    internal long TakenAt { get; set; }
}
