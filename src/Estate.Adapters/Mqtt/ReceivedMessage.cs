namespace Estate.Adapters.Mqtt;

/// <summary>A message with a payload of its own; retained: the broker had stored it.</summary>
/// <param name="Receipt">
/// To be called once what the message led to is durable, from any thread; it never throws. Until then the broker brings the
/// message again with the next connection. Null where the broker was answered already.
/// </param>
public readonly record struct ReceivedMessage(string Topic, byte[] Payload, bool IsRetained, Action? Receipt);
