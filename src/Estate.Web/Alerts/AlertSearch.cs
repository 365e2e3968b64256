using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Search;

namespace Estate.Web.Alerts;

/// <summary>For the staff: open alerts by what and where.</summary>
internal sealed class AlertSearch(AlertBoard board, DeviceNames names) : ISearchSource
{
    private static readonly Text Kind = new("报警", "Alert");

    public Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) => Task.FromResult<IReadOnlyList<SearchHit>>(
        who?.Roles.Contains(Role.Staff) != true ? []
        : [.. from one in board.Current?.Open ?? []
              let place = AlertViews.Where(one.Key, names)
              where words.AreIn($"{one.Title.Zh} {one.Title.En} {place.Zh} {place.En} {one.Id}")
              select new SearchHit(
                  Kind, new($"{one.Title.Zh} {place.Zh}", $"{one.Title.En}, {place.En}"),
                  "/staff/alerts/" + Uri.EscapeDataString(one.Id))]);
}
