using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Duty;
using Estate.Web.News;
using Estate.Web.Search;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

internal sealed class AlertsSlice : IWebSlice
{
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new(20, Role.Staff, "/staff/alerts", new("报警", "Alerts")),
        new(90, Role.Staff, "/staff/handover", new("交接班", "Hand-over")),
    ];

    public IReadOnlyList<HelpSection> Help =>
    [
        new("/staff/alerts", "staff", 2), new("/staff/alerts/silences", "staff", 9), new("/staff/alerts/notifiers", "staff", 11),
        new("/staff/alerts/load", "staff", 9), new("/staff/handover", "staff", 10),
    ];

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton<AlertPageEndpoints>().AddSingleton<AlertEndpoints>()
            .AddSingleton<SilenceEndpoints>().AddSingleton<LoadEndpoints>().AddSingleton<NotifierEndpoints>()
            .AddSingleton<INewsSource, AlertNews>()
            .AddSingleton<IDutySource, AlertDuty>().AddSingleton<IDutySource, HandoverDuty>().AddSingleton<ISearchSource, AlertSearch>()
            .AddPart<AlertBoard>("告警页面", "the alerts page");

    public void MapTo(WebApplication app)
    {
        app.Services.GetRequiredService<AlertPageEndpoints>().Map(app);
        app.Services.GetRequiredService<AlertEndpoints>().Map(app);
        app.Services.GetRequiredService<SilenceEndpoints>().Map(app);
        app.Services.GetRequiredService<LoadEndpoints>().Map(app);
        app.Services.GetRequiredService<NotifierEndpoints>().Map(app);
    }
}
