using System.Globalization;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Duty;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Bins;

/// <summary>Bins to be emptied before households come: full ones, those foretold to be full, and those that are nearly so.</summary>
internal sealed class BinDuty(EstateLoop loop, PageReads reads, FillForecasts forecasts) : IDutySource
{
    private const double NearlyFull = 0.8;

    /// <summary>Of more than these nobody is foretold: each is learned anew every half hour.</summary>
    private const int MostForetold = 20;

    public async Task<DutyPart> FindAsync()
    {
        var stations = reads.Model.Inventory.Where(one => one.Device.Kind == StationKind.KindName).ToList();
        var now = await loop.InspectAsync(machine => stations.Select(one => (
            one.Device, State: machine.StateOf(one.Device) as StationState,
            IsSilent: machine.PresenceOf(one.Device)?.IsSilent == true)).ToList());
        var foretold = new HashSet<(DeviceId, WasteCategory)>();
        foreach (var station in stations.Take(MostForetold))
            foretold.UnionWith((await forecasts.OfAsync(station)).Where(one => one.Forecast.FullBy is not null)
                .Select(one => (station.Device, one.Category)));
        var lines = from one in now
                    from bin in one.State?.Compartments ?? []
                    let isForetold = foretold.Contains((one.Device, bin.Category))
                    where bin.IsFull || isForetold || bin.Fill >= NearlyFull
                    orderby bin.IsFull descending, bin.Fill descending
                    select LineOf(one.Device, bin, isForetold, one.IsSilent);
        return new(2, new("清桶", "Bins to empty"), new("没有满的桶", "No bin is full"), [.. lines]) { Href = "/devices" };
    }

    private DutyLine LineOf(DeviceId station, Compartment bin, bool isForetold, bool isSilent)
    {
        var (called, name) = (reads.Names.Of(station), WasteCategories.NameOf(bin.Category));
        var percent = (100 * (bin.Fill ?? 0)).ToString("0", CultureInfo.InvariantCulture);
        var how = bin.IsFull ? new Text("满了", "full")
            : isForetold ? new Text($"{percent} %，投放时会满", $"{percent} %, will be full while people come")
            : new Text($"{percent} %", $"{percent} % full");
        var doubt = isSilent ? new Text("（已失联，这是最后的数）", " (silent: the last it said)") : Text.Same("");
        return new(
            new($"{called.Zh} {name.Zh}：{how.Zh}{doubt.Zh}", $"{called.En}, {name.En}: {how.En}{doubt.En}"),
            "/stations/" + Uri.EscapeDataString(station.Name), NextWindow());
    }

    /// <summary>When households come next; null while they do.</summary>
    private Instant? NextWindow()
    {
        var (now, programme) = (reads.Clock.Now, reads.Model.Programme);
        return programme.OpenAt(now) is null ? now + programme.OpensIn(now) : null;
    }
}
