using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Web.Gate;
using Estate.Web.Shared;
using NodaTime.Text;

namespace Estate.Web.Committee;

/// <summary>The hours of a gate: what holds, what is proposed, and the form of a proposal. Works without JavaScript.</summary>
internal sealed class HoursPageEndpoints(PageContext page)
{
    internal void Map(WebApplication app)
    {
        var hours = app.MapGroup("/committee/hours/{name}").RequirePage(Role.Committee);
        hours.MapGet("", (string name, HttpContext context) => ShowAsync(context, name, null));
        hours.MapPost("/propose", ProposeAsync);
        hours.MapPost("/{id}/approve", (string name, string id, HttpContext context) =>
            DoAsync(context, name, new ApproveSchedule(Gate(name), id)));
        hours.MapPost("/{id}/withdraw", (string name, string id, HttpContext context) =>
            DoAsync(context, name, new WithdrawSchedule(Gate(name), id)));
    }

    /// <param name="written">What somebody filled in and could not be taken as it is.</param>
    private async Task<IResult> ShowAsync(HttpContext context, string name, Text? said, HoursForm? written = null)
    {
        if (await GatePageEndpoints.StateAsync(page.Loop, name) is not { } state)
            return Results.NotFound();
        var (reads, now) = (page.Reads, page.Reads.Clock.Now);
        var inForce = state.Versions.At(now);
        var day = LocalDatePattern.Iso.Parse(context.Request.Query["day"].ToString());
        return await page.ShowAsync<HoursPage>(
            context, (nameof(HoursPage.Name), name), (nameof(HoursPage.Who), RequestResults.NameOf(context)),
            (nameof(HoursPage.Said), said),
            (nameof(HoursPage.Households), reads.Model.Households),
            (nameof(HoursPage.InForce), inForce), (nameof(HoursPage.Today), reads.Today),
            (nameof(HoursPage.Form), written ?? HoursForm.Of(state.Versions.Latest(), day.Success ? day.Value : null)),
            (nameof(HoursPage.Latest), state.Versions.Latest()),
            (nameof(HoursPage.Coming), GateViews.Coming(state.Versions, now, reads.Zone)),
            (nameof(HoursPage.Days), GateViews.Strip(state.Versions, reads.Today, reads.Zone)),
            (nameof(HoursPage.Proposals),
            state.Proposals.Select(proposal => (proposal, GateViews.Changes(state.Versions, proposal, reads.Today, reads.Zone))).ToList()));
    }

    private async Task<IResult> ProposeAsync(string name, HttpContext context)
    {
        var written = HoursForm.Read(await RequestResults.FormAsync(context));
        if (written.Mistakes.Count > 0)
            return await RequestResults.RefusedAsync(
                context, new("请改正标出的地方", "Please mend what is marked below"), said => ShowAsync(context, name, said, written));
        try
        {
            var body = JsonSerializer.Deserialize(written.Body(), GateBodies.Default.ScheduleBody)!;
            return await DoAsync(
                context, name, new ProposeSchedule(Gate(name), body.ToDraft(), body.Resolution, body.EffectiveFrom), written);
        }
        catch (JsonException mistake)
        {
            return await RequestResults.RefusedAsync(context, BodyErrorTexts.Of(mistake, GateBodies.Default.ScheduleBody), said =>
                ShowAsync(context, name, said, written));
        }
    }

    private Task<IResult> DoAsync(HttpContext context, string name, IDeviceRequest request, HoursForm? written = null) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, $"/committee/hours/{Uri.EscapeDataString(name)}", said =>
            ShowAsync(context, name, said, written));

    private static DeviceId Gate(string name) => new(GatePageEndpoints.Kind, name);
}
