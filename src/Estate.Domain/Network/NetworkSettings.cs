using Estate.Domain.Devices;

namespace Estate.Domain.Network;

/// <summary>A box's own lines of the inventory.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Lost">So many of its last <paramref name="Of"/> probes lost, and it cannot be reached.</param>
/// <param name="LossPct">More lost than this is an alert; half of it ends the alert.</param>
internal sealed record NetworkSettings(string Role, int Lost, int Of, double LossPct)
{
    internal static readonly string[] Roles = ["access_point", "switch", "router", "bridge", "camera", "other"];

    /// <summary>What most have, once for all of them.</summary>
    private static readonly NetworkSettings Usual = new("other", 3, 5, 20);

    /// <exception cref="FormatException">A setting that cannot be.</exception>
    internal static NetworkSettings From(DeviceSettings settings)
    {
        var own = new NetworkSettings(
            settings.Word("role", Usual.Role, Roles), settings.Whole("lost", Usual.Lost, 1, ProbeWindow.Longest),
            settings.Whole("of", Usual.Of, 1, ProbeWindow.Longest), settings.Number("loss_pct", Usual.LossPct, 1, 100, " %"));
        if (own.Lost > own.Of)
            throw new FormatException($"{settings.Device}: lost is {own.Lost}, more than the {own.Of} probes (of) it is counted among");
        return own == Usual ? Usual : own;
    }
}
