using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Web.Shared;

namespace Estate.Web.Gate;

internal sealed class GateSlice : IWebSlice
{
    public Text? Offers => new("边门", "gate");

    public void MapTo(WebApplication app) => app.MapGatePages();

    public string? PageOf(DeviceId device) => device.Kind == GateKind.KindName ? $"/gates/{device.Name}" : null;
}
