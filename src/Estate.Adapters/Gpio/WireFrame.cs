namespace Estate.Adapters.Gpio;

/// <summary>Bits as they came, first bit highest; 1 to 64 of them. Parity is not looked at.</summary>
public readonly record struct WireFrame(ulong Bits, int Length);
