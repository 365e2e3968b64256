namespace Estate.Domain.Devices;

/// <summary>What a two-wire card reader sent, first bit highest; 1 to 64 bits, not checked in any way.</summary>
public readonly record struct CardFrame(ulong Bits, int Length);
