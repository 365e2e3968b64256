using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Gate;

/// <summary>The committee's hours and the staff's orders as an API; each with a person's token, each audited.</summary>
internal static class GateEndpoints
{
    private const int MaxAudit = 5_000;
    private const int MaxEvents = 1_000;

    private static readonly Type[] Audited =
    [
        typeof(OperatorActed), typeof(ScheduleProposed), typeof(ScheduleWithdrawn), typeof(ScheduleApproved), typeof(ScheduleRevoked),
        typeof(ScheduleTookEffect), typeof(DoorAlarmChanged),
    ];

    internal static void MapGates(this WebApplication app)
    {
        var hours = app.MapGroup("/api/gates/{name}/proposals").Require(Role.Committee);
        hours.MapPost("", ProposeAsync).Takes(typeof(ScheduleBody));
        hours.MapPost("/holidays", ProposeHolidaysAsync).Takes(typeof(HolidaysBody));
        hours.MapGet("/{id}", PreviewAsync);
        hours.MapPost("/{id}/approve", (string name, string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new ApproveSchedule(Gate(name), id)));
        hours.MapPost("/{id}/withdraw", (string name, string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new WithdrawSchedule(Gate(name), id)));
        app.MapGroup("/api/gates/{name}/versions/{version:int}/revoke").Require(Role.Committee).MapPost("", RevokeAsync)
            .Takes(typeof(RevokeBody));
        app.MapGroup("/api/gates/{name}/audit").Require(Role.Committee).MapGet("", Audit);

        var duty = app.MapGroup("/api/gates/{name}").Require(Role.Staff);
        duty.MapPost("/door", OperateAsync).Takes(typeof(DoorBody));
        duty.MapPost("/lock-down", LockDownAsync).Takes(typeof(LockDownBody));
        duty.MapPost("/alarms/{alarm}/reset", ResetAsync).Takes(typeof(ResetBody));
        duty.MapGet("/events", Events);
    }

    private static Task<IResult> ProposeAsync(string name, HttpContext context, EstateLoop loop, PageReads reads) => AskWithPreviewAsync(
        GateBodies.Default.ScheduleBody, body =>
            new ProposeSchedule(Gate(name), body.ToDraft(), body.Resolution, body.EffectiveFrom), context, loop, reads);

    private static Task<IResult> ProposeHolidaysAsync(string name, HttpContext context, EstateLoop loop, PageReads reads) =>
        AskWithPreviewAsync(
        GateBodies.Default.HolidaysBody,
        body => new ProposeHolidays(
            Gate(name), body.Calendar.ToCalendar(), body.OffClosed is { } lines ? [.. lines] : null, body.Resolution, body.EffectiveFrom),
        context, loop, reads);

    private static Task<IResult> RevokeAsync(string name, int version, HttpContext context, EstateLoop loop, PageReads reads) =>
        AskWithPreviewAsync(
        GateBodies.Default.RevokeBody, body => new RevokeSchedule(Gate(name), version, body.Resolution), context, loop, reads);

    /// <summary>The answer, with what would change in words, so that nobody approves what nobody saw.</summary>
    private static async Task<IResult> AskWithPreviewAsync<T>(
        JsonTypeInfo<T> schema, Func<T, IDeviceRequest> request, HttpContext context, EstateLoop loop, PageReads reads)
        where T : class
    {
        var (body, problem) = await RequestResults.ReadAsync(context, schema);
        if (problem is not null)
            return problem;
        var asked = request(body!);
        var answer = await loop.AskAsync(asked, RequestResults.NameOf(context));
        return RequestResults.Reply(
            answer, answer.Reason is null ? await PreviewOfAsync(asked.Device.Name, answer.Detail!, loop, reads) : null);
    }

    private static async Task<IResult> PreviewAsync(string name, string id, EstateLoop loop, PageReads reads) =>
        await PreviewOfAsync(name, id, loop, reads) is { } preview
            ? Results.Ok(preview)
            : ApiProblem.Of("no_such_proposal", $"没有待批的方案 {id}", $"proposal {id} is not open", StatusCodes.Status404NotFound);

    private static async Task<object?> PreviewOfAsync(string name, string id, EstateLoop loop, PageReads reads) =>
        await GatePageEndpoints.StateAsync(loop, name) is { } state && state.Proposals.FirstOrDefault(one => one.Id == id) is { } proposal
            ? GateViews.Preview(state.Versions, proposal, reads.Today, reads.Zone)
            : null;

    private static Task<IResult> OperateAsync(string name, HttpContext context, EstateLoop loop) =>
        RequestResults.AskAsync(loop, context, GateBodies.Default.DoorBody, body =>
            new OperateDoor(Gate(name), body.Value, body.Reason, body.Minutes));

    private static Task<IResult> LockDownAsync(string name, HttpContext context, EstateLoop loop) =>
        RequestResults.AskAsync(loop, context, GateBodies.Default.LockDownBody, body => new LockDownDoor(Gate(name), body.On, body.Reason));

    private static async Task<IResult> ResetAsync(string name, string alarm, HttpContext context, EstateLoop loop)
    {
        var (body, problem) = await RequestResults.ReadAsync(context, GateBodies.Default.ResetBody);
        var known = Enum.GetValues<DoorAlarmState>().Where(one => WireName.Of(one) == alarm).Select(one => (DoorAlarmState?)one)
            .FirstOrDefault();
        return problem ?? (known is null
            ? ApiProblem.Of(
                "no_such_alarm", $"没有报警 {alarm}",
                $"'{alarm}' is not one of {string.Join(", ", Enum.GetValues<DoorAlarmState>().Select(WireName.Of))}",
                StatusCodes.Status404NotFound)
            : await RequestResults.AskAsync(loop, context, new ResetDoorAlarm(Gate(name), known.Value, body!.Reason)));
    }

    /// <summary>Cards as the first letters of their keyed hash: enough to find a lost one again, not whose it is.</summary>
    private static IResult Events(string name, PageReads reads, int? limit) => Results.Ok(
        reads.Reader.FactsOf<AccessDecided>(Gate(name), QueryNumber.Within(limit, "limit", MaxEvents) ?? 100).Select(one => new
        {
            one.Number,
            At = GateViews.Local(one.Time.At, reads.Zone),
            one.Event,
            Card = one.Card?.Hex[..8],
            Clock = WireName.Of(one.Time.Clock),
        }));

    /// <summary>Who decided and ordered what, newest first.</summary>
    private static IResult Audit(string name, PageReads reads) => Results.Ok(
        reads.Reader.FactsOf(Gate(name), MaxAudit, Audited).Select(fact => (fact.Time.At, Entry: Entry(fact)))
        .Where(one => one.Entry is not null).Select(one => new
        {
            At = GateViews.Local(one.At, reads.Zone),
            one.Entry!.Value.What,
            one.Entry.Value.By,
            one.Entry.Value.Detail,
        }));

    private static (string What, string? By, string Detail)? Entry(Fact fact) => fact switch
    {
        OperatorActed acted => (acted.Order, acted.By, acted.Minutes is { } minutes ? $"{acted.Reason} ({minutes} minutes)" : acted.Reason),
        ScheduleProposed proposed =>
            ("proposed", proposed.Proposal.Schedule.Author, $"{proposed.Proposal.Id}: {GateTexts.Weekly(proposed.Proposal.Schedule).En}"),
        ScheduleWithdrawn withdrawn => ("withdrawn", withdrawn.By, withdrawn.Proposal),
        ScheduleApproved approved => ("approved", approved.Schedule.Approver, $"{approved.Proposal}: {approved.Notice.En}"),
        ScheduleRevoked revoked => ("revoked", revoked.Approver, $"{revoked.Proposal} of {revoked.Author}: {revoked.Notice.En}"),
        ScheduleTookEffect effect => ("took_effect", null, $"version {effect.Version}"),
        DoorAlarmChanged { By: { } by } reset => ("alarm_reset", by, WireName.Of(reset.Alarm)),
        _ => null,
    };

    private static DeviceId Gate(string name) => new(GatePageEndpoints.Kind, name);
}
