namespace Estate.Domain.Devices;

/// <summary>What may be said of several households without saying something of one.</summary>
public static class DisclosureControl
{
    /// <summary>Of fewer households, or fewer passages, nobody is told a number: they could be known.</summary>
    public const int MinimumCount = 5;

    /// <summary>In a number's place.</summary>
    public static Text Fewer { get; } = new($"少于 {MinimumCount}", $"fewer than {MinimumCount}");
}
