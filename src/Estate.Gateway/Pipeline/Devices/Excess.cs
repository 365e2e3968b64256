namespace Estate.Gateway.Pipeline.Devices;

/// <summary>What a device says too much of.</summary>
internal enum Excess
{
    Mistakes,
    Turns,
}
