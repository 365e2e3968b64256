using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Gateway.Configuration;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Garage;

/// <summary>What staff look for among the bicycles inside.</summary>
internal static class GarageDesk
{
    internal const string Abandoned = "abandoned", Overnight = "overnight", All = "all";

    internal static IReadOnlyList<(string Word, Text Text)> Lists { get; } =
    [
        (Abandoned, new("久未动", "Not moved for long")), (Overnight, new("过夜", "Overnight")), (All, new("全部", "All")),
    ];

    /// <summary>The garage the address names, or the first; null where there is none at all.</summary>
    /// <exception cref="BadQueryException">There is none of that name.</exception>
    internal static async Task<(GarageView? View, IReadOnlyList<DeviceId> All)> FindAsync(HttpContext context, PageContext page)
    {
        var all = await GaragePageEndpoints.AllAsync(page.Loop, page.Reads);
        var name = context.Request.RouteValues["name"]?.ToString() ?? context.Request.Query["name"].ToString();
        var view = name.Length == 0 ? all.FirstOrDefault()
            : all.Find(one => one.Device.Name == name) ?? throw BadQueryException.Of("name", "没有这个车库", "there is no such garage");
        return (view, [.. all.Select(one => one.Device)]);
    }

    /// <exception cref="BadQueryException">There is no such list.</exception>
    internal static string ListOf(HttpContext context) => context.Request.Query["list"].ToString() switch
    {
        "" => Abandoned,
        var word when Lists.Any(list => list.Word == word) => word,
        _ => throw BadQueryException.Of("list", "没有这个清单", "there is no such list"),
    };

    /// <summary>Those that stand longest first.</summary>
    internal static IEnumerable<GarageBike> BikesOf(GarageView? garage, string list, CardBooks books, PageReads reads)
    {
        if (garage is null)
            return [];
        var (now, tags) = (reads.Clock.Now, books.For(GarageKind.KindName).Cards);
        var since = list switch
        {
            Abandoned => now - AbandonedAfter(garage.Device, reads),
            Overnight => garage.State.NightAt ?? Instant.MinValue,
            _ => Instant.MaxValue,
        };
        return from bike in garage.State.Bikes
               where bike.Value.Since <= since
               orderby bike.Value.Since
               let household = tags.Find(new(bike.Key))?.Household
               select new GarageBike(
                   GarageKind.NumberOf(bike.Key), bike.Value.Type, household, bike.Value.Since,
                   garage.State.Permits.Any(permit => permit.Household == household && permit.IsInForce(now)));
    }

    /// <summary>Its doors: gates whose cards need a permit of it.</summary>
    internal static async Task<IReadOnlyList<StatusCard>> DoorsAsync(GarageView? garage, PageContext page)
    {
        var doors = page.Reads.Model.Inventory
            .Where(one => garage is not null && one.Values.GetValueOrDefault("permits") == garage.Device.ToString())
            .Select(one => one.Device).ToList();
        return await page.Loop.InspectAsync(machine => doors.Select(machine.Card).OfType<StatusCard>().ToList());
    }

    private static Duration AbandonedAfter(DeviceId garage, PageReads reads) =>
        GarageKind.AbandonedAfter(reads.Model.Inventory.First(one => one.Device == garage));
}
