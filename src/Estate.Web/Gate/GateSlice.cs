using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Gate;

internal sealed class GateSlice : IWebSlice
{
    public IReadOnlyList<HelpSection> Help => [new("/gates", "residents", 2)];

    public Text? Offers => new("边门", "gate");

    public void AddTo(IServiceCollection services) => services.AddSingleton<INewsSource, GateNews>()
        .AddSingleton<IProposalTaker, HolidayProposal>();

    public void MapTo(WebApplication app) => app.MapGatePages();

    public Text? SignOf(DeviceId device) => device.Kind == GateKind.KindName ? new("门", "G") : null;

    public string? PageOf(DeviceId device) => device.Kind == GateKind.KindName ? $"/gates/{device.Name}" : null;
}
