using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Parking;

/// <summary>For the staff: permits in force by household and number.</summary>
internal sealed class PermitSearch(PageContext page, ParkingBoard board) : ISearchSource
{
    private static readonly Text Kind = new("车证", "Permit");

    public async Task<IReadOnlyList<SearchHit>> FindAsync(Caller? who, SearchWords words) =>
        who?.Roles.Contains(Role.Staff) != true ? []
        : [.. (await PermitPageEndpoints.InForceAsync(page, board)).Where(one => words.AreIn(PermitPageEndpoints.WordsOf(one)))
            .Select(one => new SearchHit(
                Kind, Text.Same($"{one.Id} {one.Household}"), "/staff/permits?q=" + Uri.EscapeDataString(one.Id)))];
}
