using System.Globalization;
using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Network;

internal sealed record NetworkRow(
    string Box, string Role, string Place, string State, string Since, string LossPct, int? Clients, int Behind, int SilentBehind)
{
    internal static NetworkRow Of(NetworkView box, PageReads reads, Language language) => new(
        language.Pick(reads.Names.Of(box.Device)), language.Pick(box.Role),
        reads.Names.PlaceOf(box.Device).Words is { } place ? language.Pick(place) : "", language.Pick(box.Reach),
        box.Since is { } since ? TimeText.Minute(since, reads.Zone) : "",
        box.State.LossPct is { } loss ? loss.ToString("0.#", CultureInfo.InvariantCulture) : "", box.State.Clients, box.Behind,
        box.SilentBehind);
}
