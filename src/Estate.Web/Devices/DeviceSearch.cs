using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>
/// Devices by name, place and id: for those who look after them each one's own page, for everybody else what is shown publicly.
/// </summary>
internal sealed class DeviceSearch(EstateLoop loop, PageReads reads, SiteMap site) : ISearchSource
{
    public async Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words)
    {
        var isKeeper = who?.Roles.Any(role => role is Role.Staff or Role.Engineer or Role.Administrator) == true;
        var kinds = (await loop.KindsAsync()).ToDictionary(one => one.Kind, one => one.Title);
        return [.. from one in reads.Model.Inventory
                   where kinds.ContainsKey(one.Device.Kind) && (isKeeper || site.IsListed(one.Device))
                   let kind = kinds[one.Device.Kind]
                   where words.AreIn($"{reads.Names.SearchText(one.Device)} {kind.Zh} {kind.En}")
                   select new SearchHit(kind, reads.Names.Of(one.Device), isKeeper ? OwnPage(one.Device) : site.PageOf(one.Device))];
    }

    private static string OwnPage(DeviceId device) =>
        $"/staff/devices/{Uri.EscapeDataString(device.Kind)}/{Uri.EscapeDataString(device.Name)}";
}
