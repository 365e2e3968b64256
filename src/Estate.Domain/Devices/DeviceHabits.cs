using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>How a make of device behaves when all is well, so that its silence is judged by its own habits.</summary>
public sealed record DeviceHabits
{
    /// <summary>Periods without a word that are too many for a device that cannot be asked: one report may be lost.</summary>
    private const double Patience = 2.5;

    /// <summary>Periods after which one that can be asked is asked.</summary>
    private const double AskedAfter = 1.5;

    private static readonly Duration Answered = Duration.FromSeconds(30);

    /// <summary>It reports at least this often; null where it only speaks when something changes.</summary>
    public Duration? Every { get; init; }

    /// <summary>The order that makes it report, such as <c>read</c>; null where it cannot be asked.</summary>
    public string? Ask { get; init; }

    /// <summary>The broker learns that it is gone, by its last will.</summary>
    public bool HasWill { get; init; }

    /// <summary>It hears an order only after it has spoken, as a radio device of class A does.</summary>
    public bool OrdersWait { get; init; }

    /// <summary>How long an order may be on its way to it, for that alone.</summary>
    public Duration OrderDelay => OrdersWait ? (Every ?? Duration.Zero) * AskedAfter : Duration.Zero;

    /// <summary>No word for this long: it is asked, once; null where it cannot be.</summary>
    public Duration? AskAfter(Duration otherwise) => Ask is null ? null : Duration.Max(otherwise, (Every ?? Duration.Zero) * AskedAfter);

    /// <summary>
    /// No word for this long means silent. One that only speaks when something changes, and cannot be asked, is silent when its last will
    /// says so.
    /// </summary>
    public Duration SilentAfter(Duration otherwise, bool? isOnline = null) =>
        AskAfter(otherwise) is { } asked ? asked + Answered
        : Every is { } every ? Duration.Max(otherwise, every * Patience)
        : HasWill && isOnline != false ? Duration.MaxValue
        : otherwise;

    /// <summary>How long a reading says what is so: until the device would be called silent, where that can be told by time.</summary>
    public Duration FreshFor(Duration silentAfter, Duration otherwise) =>
        Ask is null && Every is null ? otherwise : Duration.Max(SilentAfter(silentAfter), otherwise);
}
