using System.Text.Json.Serialization;
using Estate.Domain.Charging;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Alerts;
using Estate.Web.Shared;

namespace Estate.Web.Charging;

/// <summary>
/// Chargers in the words of OCPP 1.6, so that a back office can take them over: status, error codes, measurands, stop reasons.
/// </summary>
internal static class ChargerEndpoints
{
    private const int MaxTransactions = 1000;

    internal static void MapChargers(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet("/api/chargers", async (HttpContext context, EstateLoop loop, PageReads reads) =>
            Results.Ok(ApiPages.Cut(context, await ChargerPageEndpoints.AllAsync(loop, reads)).Select(one => Json(one)))).InPages();
        var staff = app.MapGroup("/api/chargers/{name}").Require(Role.Staff);
        staff.MapGet("/transactions", (string name, PageReads reads, int? limit) =>
            Results.Ok(
                reads.Reader.FactsOf<SessionEnded>(
                    ChargerPageEndpoints.Device(name), QueryNumber.Within(limit, "limit", MaxTransactions) ?? 100)
                .Select(Transaction)));
        staff.MapGet("/sockets/{socket:int}/curve", CurveAsync);
        staff.MapGet("/configuration", async (string name, EstateLoop loop, PageReads reads) =>
            await ChargerPageEndpoints.FindAsync(loop, reads, name) is { } charger
                ? Results.Ok(charger.State.Parameters.ToArguments().ToDictionary(one => one.Name, one => one.Value)) : NotThere(name));
        staff.MapPost("/configuration", (string name, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, ChargerBodies.Default.DictionaryStringString, body =>
                new ConfigureCharger(ChargerPageEndpoints.Device(name), body))).Takes(typeof(Dictionary<string, string>));
        staff.MapPost("/configuration/{id}/approve", (string name, string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new ApproveLongSession(ChargerPageEndpoints.Device(name), id)));
        staff.MapPost("/configuration/{id}/withdraw", (string name, string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new WithdrawLongSession(ChargerPageEndpoints.Device(name), id)));
        staff.MapPost("/sockets/{socket:int}/start", (string name, int socket, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, ChargerBodies.Default.StartBody, body =>
                new StartCharging(ChargerPageEndpoints.Device(name), socket, body.Household, body.Minutes, body.MaxWh))).Takes(typeof(
                    StartBody));
        staff.MapPost("/sockets/{socket:int}/stop", (string name, int socket, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, ChargerBodies.Default.FoundBody, body =>
                new StopCharging(ChargerPageEndpoints.Device(name), socket, body.Reason))).Takes(typeof(FoundBody));
    }

    private static object Json(ChargerView charger) => new
    {
        Id = charger.Device.Name,
        Temperature = charger.State.TempC,
        Connectors = charger.State.Sockets.Select(socket =>
        {
            var protection = charger.State.BlockOf(socket.Number) is { } trip ? Protection.Of(trip.Kind) : null;
            return new
            {
                ConnectorId = socket.Number,
                Status = charger.StatusOf(socket).ToString(),
                ErrorCode = protection?.ErrorCode ?? "NoError",
                protection?.VendorErrorCode,
                Queue = socket.Wait is { } wait ? new { wait.Place, WaitMin = wait.Minutes, Text = ChargingTexts.Of(wait) } : null,
                MeterValue = MeterValue(socket),
            };
        }),
    };

    private static List<SampledValueBody> MeterValue(SocketState socket)
    {
        var values = new List<SampledValueBody>();
        Add("Energy.Active.Import.Register", socket.Last?.EnergyWh, "Wh", "Outlet");
        Add("Power.Active.Import", socket.Last?.PowerW, "W", "Outlet");
        Add("Current.Import", socket.Last?.CurrentA, "A", "Outlet");
        Add("Voltage", socket.Last?.VoltageV, "V", "Outlet");
        Add("Temperature", socket.Last?.TempC, "Celsius", "Body");
        return values;

        void Add(string measurand, double? value, string unit, string location)
        {
            if (value is { } number)
                values.Add(
                    new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), "Sample.Periodic", measurand, location, unit));
        }
    }

    private static object Transaction(SessionEnded ended) => new
    {
        TransactionId = ended.Order,
        ConnectorId = ended.Socket,
        ended.Household,
        Start = ended.StartedAt.ToString(),
        Stop = ended.Time.At.ToString(),
        ended.DurationS,
        ended.EnergyWh,
        ended.ReportedWh,
        ended.Interruptions,
        Reason = StopReasons.Ocpp16(ended.Reason),
        Reason201 = StopReasons.Ocpp201(ended.Reason),
        VendorReason = WireName.Of(ended.Reason),
        StoppedBy = ended.By,
        ended.Charge?.EnergyFen,
        ended.Charge?.ServiceFen,
    };

    private static async Task<IResult> CurveAsync(string name, int socket, EstateLoop loop, PageReads reads)
    {
        if (await ChargerPageEndpoints.FindAsync(loop, reads, name) is not { } charger || charger.State.SocketAt(socket) is not { } state)
            return NotThere($"{name} socket {socket}");
        if (state.Session is { StartedAt: { } started } session)
            return Results.Ok(
                new
                {
                    Order = session.Order.Id,
                    StartedAt = started.ToUnixTimeMilliseconds(),
                    session.Curve.StepS,
                    session.Curve.Closed().Watts,
                    EnergyWh = Math.Round(session.Energy.Wh, 1),
                    Ended = (string?)null
                });
        return reads.Reader.FactsOf<SessionEnded>(charger.Device, 100).FirstOrDefault(one => one.Socket == socket) is { } last
            ? Results.Ok(
                new
                {
                    last.Order,
                    StartedAt = last.StartedAt.ToUnixTimeMilliseconds(),
                    last.StepS,
                    last.Watts,
                    last.EnergyWh,
                    Ended = WireName.Of(last.Reason)
                })
            : ApiProblem.Of("no_session", "这里还没有充过电", "nothing has charged here yet", StatusCodes.Status404NotFound);
    }

    private static ApiProblem NotThere(string what) =>
        ApiProblem.Of("not_found", $"没有充电桩 {what}", $"there is no charger {what}", StatusCodes.Status404NotFound);
}

internal sealed record SampledValueBody(string Value, string Context, string Measurand, string Location, string Unit);

internal sealed record StartBody(int? Minutes = null, string? Household = null, double? MaxWh = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(FoundBody))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ChargerBodies : JsonSerializerContext;
