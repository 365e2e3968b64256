using Estate.Domain.Devices;

namespace Estate.Web.Network;

/// <summary>A box as the API shows it to staff; what is not known is null, times are ISO 8601 UTC.</summary>
internal sealed record NetworkBody(string Box, bool? Reachable, string? Since, string? Cause, int Behind, int SilentBehind)
{
    public ProbeProblem? Probe { get; init; }
    public double? LossPct { get; init; }
    public int? Clients { get; init; }
    public double? RoundTripMs { get; init; }
    public double? InMbit { get; init; }
    public double? OutMbit { get; init; }
    public bool? UplinkUp { get; init; }
    public double? UptimeS { get; init; }
    public string? RestartedAt { get; init; }

    internal static NetworkBody Of(NetworkView box) => new(
        box.Device.Name, box.IsHeard ? true : box.IsUnreachable ? false : null, box.Since?.ToString(), box.Cause?.ToString(), box.Behind,
        box.SilentBehind)
    {
        Probe = box.State.Probe,
        LossPct = Rounded(box.State.LossPct),
        Clients = box.State.Clients,
        RoundTripMs = Rounded(box.State.RoundTripMs),
        InMbit = Rounded(box.State.InMbit),
        OutMbit = Rounded(box.State.OutMbit),
        UplinkUp = box.State.UplinkUp,
        UptimeS = box.State.UptimeS,
        RestartedAt = box.State.RestartedAt?.ToString(),
    };

    private static double? Rounded(float? value) => value is { } number ? Math.Round((double)number, 2) : null;
}
