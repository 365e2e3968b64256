using System.Collections.Immutable;
using NodaTime;

namespace Estate.Domain.Charging;

/// <summary>What a board is asked to do.</summary>
public sealed record BoardCommand(string Action, int Socket, string? Order, ImmutableArray<(string Name, string Value)> Arguments)
{
    public string Id { get; init; } = "";
    public Duration SentAt { get; init; }
    public Instant ExpiresAt { get; init; }
}
