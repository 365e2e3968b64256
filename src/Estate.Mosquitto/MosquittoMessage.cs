namespace Estate.Mosquitto;

/// <summary>One received message. The payload is valid only during the handler: copy what must outlive it.</summary>
public readonly ref struct MosquittoMessage(string topic, ReadOnlySpan<byte> payload, int qos, bool retain)
{
    public string Topic { get; } = topic;
    public ReadOnlySpan<byte> Payload { get; } = payload;
    public int Qos { get; } = qos;

    /// <summary>True for a message the broker had stored, not one just published.</summary>
    public bool Retain { get; } = retain;
}

public delegate void MosquittoMessageHandler(MosquittoMessage message);
