using Estate.Domain.Devices;

namespace Estate.Web.Devices;

/// <summary>A device as the API shows it; times are ISO 8601 UTC.</summary>
internal sealed record ApiCard(string Device, string State, string? LastSeen, IReadOnlyList<ApiLine> Lines)
{
    internal static ApiCard Of(StatusCard card) => new(
        card.Device.ToString(), card.Tone.ToString().ToLowerInvariant(), card.LastSeen?.ToString(),
        [.. card.Lines.Select(line => new ApiLine(line.Label.En, line.Value.En, line.Tone.ToString().ToLowerInvariant()))]);
}

internal sealed record ApiLine(string Label, string Value, string State);
