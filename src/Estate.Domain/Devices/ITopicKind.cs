namespace Estate.Domain.Devices;

/// <summary>A kind with devices that speak MQTT in their makers' way.</summary>
public interface ITopicKind : IDeviceKind
{
    /// <summary>How they speak, by the codec's name in the inventory.</summary>
    IReadOnlyDictionary<string, TopicCodec> TopicCodecs { get; }
}
