namespace Estate.Domain.Devices;

/// <summary>What a radio sensor sent, decrypted: its LoRaWAN port (0 to 255) and bytes.</summary>
public sealed record UplinkPayload(int Port, byte[] Bytes);
