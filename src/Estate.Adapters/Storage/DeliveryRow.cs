namespace Estate.Adapters.Storage;

/// <summary>
/// Times in milliseconds since 1970; <see cref="Settled"/> is null while it waits, <see cref="Problem"/> null for one that arrived.
/// </summary>
public sealed record DeliveryRow
{
    public string Notifier { get; init; } = "";
    public long At { get; init; }
    public long Attempts { get; init; }
    public long? Settled { get; init; }
    public string? Problem { get; init; }
}
