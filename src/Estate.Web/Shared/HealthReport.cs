using System.Globalization;
using Estate.Gateway.Pipeline;

namespace Estate.Web.Shared;

/// <summary>The body of /healthz: each part with <c>ok</c> or what is wrong. 503 when a part that should work does not.</summary>
internal sealed record HealthReport(string Status, string Broker, string Storage, string TimeSeries, string Pins)
{
    /// <summary>unknown, estimated, holdover or synced.</summary>
    public required string Clock { get; init; }

    public required string Backup { get; init; }

    /// <summary>Devices that announce themselves and are not adopted; a flood of them harms nothing else.</summary>
    public required string Found { get; init; }

    /// <summary>Facts that wait for the district harm nothing here.</summary>
    public required string District { get; init; }

    /// <summary>Of the gateway itself, without those above.</summary>
    public required string Parts { get; init; }

    /// <summary>A part that is well may say more behind it.</summary>
    internal static bool IsOk(string? part) => part == "ok" || part?.StartsWith("ok; ", StringComparison.Ordinal) == true;

    internal static IResult Of(Health health, GatewayClock clock, string pins, long dropped)
    {
        var time = clock.Time;
        var broker = !health.Broker.IsReady ? health.Broker.Reason
            : dropped == 0 ? "ok"
            : string.Create(CultureInfo.InvariantCulture,
                $"ok; since it started it threw away {dropped} messages, because more came than it keeps for who is "
                    + $"away; devices repeat their events");
        var storage = health.StorageNow(time) ?? health.Damage ?? "ok";
        var series = health.Series switch { { Problem: null, Outlook: { } rest } => $"ok; {rest.En}", var all => all.Whole?.En ?? "ok" };
        var report = new HealthReport(health.IsWell(time) ? "ok" : "degraded", broker, storage, series, health.Wires ?? pins)
        {
            Clock = clock.Trust.ToString().ToLowerInvariant(),
            Backup = health.Backup ?? "ok",
            Found = health.Found is { } flood ? "ok; " + flood : "ok",
            District = health.District is { } problem ? "ok; facts wait: " + problem
                : health.Proposals is { } refused ? "ok; a proposal is not shown to the committee: " + refused : "ok",
            Parts = health.Failing?.En ?? "ok",
        };
        return Results.Json(report, statusCode: health.IsWell(time) ? 200 : 503);
    }
}
