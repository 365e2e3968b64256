namespace Estate.Domain.Devices;

/// <summary>A kind with radio sensors that do not speak our protocol.</summary>
public interface IUplinkKind : IDeviceKind
{
    /// <summary>How their payloads are read, by the codec's name in the inventory.</summary>
    IReadOnlyDictionary<string, UplinkCodec> UplinkCodecs { get; }
}

/// <summary>One reading out of a foreign sensor's application payload; null when these bytes are not of that sensor.</summary>
public delegate IReading? UplinkCodec(UplinkPayload uplink, DeviceSettings settings);

/// <summary>What a radio sensor sent, decrypted: its LoRaWAN port (0 to 255) and bytes.</summary>
public sealed record UplinkPayload(int Port, byte[] Bytes);
