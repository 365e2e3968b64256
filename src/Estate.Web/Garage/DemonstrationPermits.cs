using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;

namespace Estate.Web.Garage;

/// <summary>
/// In a demonstration without a past, permits for nine of ten of the households that come to the door: otherwise it lets nobody in. One
/// that issued any before is left as it is.
/// </summary>
internal sealed class DemonstrationPermits(EstateModel model, EstateLoop loop, CardBooks books) : BackgroundService
{
    internal const string By = "demonstration";

    /// <summary>Every household has a card for its points.</summary>
    private const string Residents = "points";
    private const int Households = 150, WithoutOne = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!model.IsDemonstration)
            return;
        foreach (var garage in model.Inventory.Where(one => one.Device.Kind == GarageKind.KindName).Select(one => one.Device))
            if (await loop.InspectAsync(machine => machine.StateOf(garage)).WaitAsync(stoppingToken) is GarageState { PermitsEver: 0 })
                await IssueAsync(garage, stoppingToken);
    }

    private async Task IssueAsync(DeviceId garage, CancellationToken stop)
    {
        foreach (var (index, household) in books.For(Residents).Cards.Households().Take(Households).Index())
            if (index % WithoutOne != WithoutOne - 1)
                await loop.AskAsync(new IssueBikePermit(garage, household, null), By).WaitAsync(stop);
    }
}
