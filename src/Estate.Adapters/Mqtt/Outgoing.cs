namespace Estate.Adapters.Mqtt;

/// <summary>A message of ours the broker has not acknowledged.</summary>
internal sealed class Outgoing(string topic, byte[] payload, bool retain)
{
    internal string Topic => topic;
    internal byte[] Payload => payload;
    internal bool Retain => retain;

    /// <summary>When it was taken to be sent, by the stopwatch.</summary>
    internal long TakenAt { get; set; }
}
