namespace Estate.Domain.Parking;

/// <summary>What a sign shows; nothing of it needs to survive a restart.</summary>
public sealed record SignState
{
    public string? Shown { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public SignTimers Timers { get; init; } = new();
}
