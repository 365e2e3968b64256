using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Web.Shared;

namespace Estate.Web.Points;

internal sealed record PointsCsvRow(string At, int Points, string What, string By, string Id)
{
    internal static PointsCsvRow Of(Transfer transfer, string household, PageReads reads, Language language) =>
        new(TimeText.Minute(transfer.At, reads.Zone), PointsTexts.Signed(transfer, household), language.Pick(PointsTexts.Of(transfer)),
            transfer.By, transfer.Id.ToString("D"));
}
