using Estate.Domain.Devices;
using Estate.Domain.Patrol;
using Estate.Domain.People;
using Estate.Web.Duty;
using Estate.Web.Shared;

namespace Estate.Web.Patrol;

internal sealed class PatrolSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu => [new(70, Role.Staff, "/staff/patrol", new("巡更", "Patrol"))];

    public IReadOnlyList<HelpSection> Help => [new("/staff/patrol", "staff", 8)];

    public Text? SignOf(DeviceId device) => device.Kind switch
    {
        CheckpointKind.KindName => new("巡", "C"),
        PatrolKind.KindName => new("更", "R"),
        _ => null,
    };

    public void AddTo(IServiceCollection services) => services.AddSingleton<IDutySource, PatrolDuty>();

    public void MapTo(WebApplication app) => app.MapPatrolPages();
}
