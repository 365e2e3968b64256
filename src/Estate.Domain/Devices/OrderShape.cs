namespace Estate.Domain.Devices;

/// <summary>An order that a kind gives its devices, and the arguments that come with it.</summary>
/// <param name="Numbers">Arguments that are numbers, each with what it is where the order leaves it out.</param>
/// <param name="Words">Arguments that are text.</param>
internal sealed record OrderShape(string Name, IReadOnlyDictionary<string, double> Numbers, IReadOnlyList<string> Words)
{
    public OrderShape(string name)
        : this(name, new Dictionary<string, double>(), [])
    {
    }

    /// <summary>The argument, in seconds, after which the device ends by itself what was ordered; null where nothing ends.</summary>
    public string? Limit { get; init; }

    /// <summary>
    /// Without it a device is none of the kind. Where such an order has an end, the device must hold it with the gateway away, and hear the
    /// order at once.
    /// </summary>
    public bool IsNeeded { get; init; }
}
