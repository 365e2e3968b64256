using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>How a make of device behaves when all is well, so that its silence is judged by its own habits.</summary>
public sealed record DeviceHabits
{
    /// <summary>So many of its periods without a word are too many; one report may be lost.</summary>
    private const double Patience = 2.5;

    /// <summary>It reports at least this often; null where it only speaks when something changes.</summary>
    public Duration? Every { get; init; }

    /// <summary>The order that makes it report, such as <c>read</c>; null where it cannot be asked.</summary>
    public string? Ask { get; init; }

    /// <summary>The broker learns that it is gone, by its last will.</summary>
    public bool HasWill { get; init; }

    /// <summary>No word for this long means silent; never where neither a period, an answer nor a will could show it.</summary>
    public Duration SilentAfter(Duration otherwise) =>
        Every is { } every ? Duration.Max(otherwise, every * Patience)
        : Ask is null && HasWill ? Duration.MaxValue
        : otherwise;

    /// <summary>A reading this old still says what is so; longer than <paramref name="otherwise"/> where it speaks less often.</summary>
    public Duration FreshFor(Duration otherwise) => Every is null && Ask is null && HasWill ? Duration.MaxValue
        : Duration.Max(otherwise, (Every ?? Duration.Zero) * Patience);
}
