using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline.Notify;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

/// <summary>The ways by which people are notified, and a button for each: "send me a test".</summary>
internal sealed class NotifierEndpoints(
    PageContext page, AlertReader alerts, Notifiers notifiers, TestDelivery tests, PushSubscriptions subscriptions)
{
    internal void Map(WebApplication app)
    {
        var staff = app.MapGroup("/staff/alerts/notifiers").RequirePage(Role.Staff);
        staff.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        staff.MapPost("/{name}/test", async Task<IResult> (HttpContext context, string name) =>
            notifiers.Has(name) ? await TestAsync(context, name) : Results.NotFound());
        app.MapGroup("/staff/alerts/push").Require(Role.Staff)
            .MapPost("", Task<IResult> (HttpContext context) => subscriptions.SaveAsync(context, PushTopic.Alerts)).Takes(typeof(PushBody));
    }

    private async Task<IResult> TestAsync(HttpContext context, string name)
    {
        var problem = await tests.SendAsync(name, RequestResults.NameOf(context), context.RequestAborted);
        return problem is null
            ? await ShowAsync(context, new($"✓ 测试已由 {name} 收下", $"✓ {name} took the test"))
            : await RequestResults.RefusedAsync(
                context, new($"测试没有送到：{problem}", $"The test did not arrive: {problem}"), said => ShowAsync(context, said));
    }

    private Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var waiting = alerts.CountWaiting();
        IReadOnlyList<(string Name, string Type, long Waiting)> shown =
            [.. page.Reads.Model.Alerts.Notifiers.Select(one => (one.Name, one.Type, waiting.GetValueOrDefault(one.Name)))];
        return page.ShowAsync<NotifiersPage>(
            context, (nameof(NotifiersPage.Notifiers), shown), (nameof(NotifiersPage.PushKey), notifiers.PushKey),
            (nameof(NotifiersPage.Said), said));
    }
}
