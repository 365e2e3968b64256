using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>
/// <paramref name="Household"/> is null until the card is known, and stays null for one turned away;
/// <paramref name="IsDone"/> once waste came, or none is expected.
/// </summary>
public sealed record TapSession(
    string Id, EventTime TappedAt, string? Household = null, [property: JsonPropertyName("is_settled")] bool IsAuthorized = false,
    bool IsDone = false);
