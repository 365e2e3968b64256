using Estate.Adapters.Storage.Totals;
using Estate.Domain.CallButtons;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.CallButtons;

/// <summary>Call buttons for programs of staff.</summary>
internal static class CallEndpoints
{
    internal static void MapCallButtons(this WebApplication app)
    {
        var all = app.MapGroup("/api/call-buttons").Require(Role.Staff);
        all.MapGet("", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            TypedResults.Ok(ApiPages.Cut(context, await CallPageEndpoints.AllAsync(loop, reads)).Select(CallButtonBody.Of).ToList()))
            .InPages();
        all.MapGet("/counts", (TotalsReader totals, PageReads reads) =>
            TypedResults.Ok(CallPageEndpoints.Months(totals, reads).Select(CallMonthBody.Of).ToList()));
        var one = app.MapGroup("/api/call-buttons/{name}").Require(Role.Staff);
        one.MapPost("/help/end", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, CallOrders.Default.OutcomeBody, body => new EndHelp(Device(name), body.Outcome)))
            .Takes(typeof(OutcomeBody));
        one.MapPost("/taxi/withdraw", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new CancelTaxi(Device(name))));
        one.MapPost("/family", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, CallOrders.Default.FamilyBody, body =>
                new NameFamily(Device(name), body.Household, body.Phone, body.Consents))).Takes(typeof(FamilyBody));
        one.MapPost("/family/forget", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, CallOrders.Default.FamilyHouseholdBody, body =>
                new ForgetFamily(Device(name), body.Household))).Takes(typeof(FamilyHouseholdBody));
    }

    internal static DeviceId Device(string name) => new(CallButtonKind.KindName, name);
}
