using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Web.Shared;

namespace Estate.Web.Points;

/// <summary>The points' rules: what holds, what is proposed and what it would have changed last month, decided by two.</summary>
internal sealed class PolicyPageEndpoints(PageContext page, PointsReactor points, PolicyPreviews previews)
{
    private const string Path = "/committee/points";

    internal void Map(WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Committee);
        pages.MapGet("", Task<IResult> (HttpContext context) => ListAsync(context, null));
        pages.MapPost("/propose", (Delegate)ProposeAsync);
        pages.MapGet("/{id}", (string id, HttpContext context) => OneAsync(context, id, null));
        pages.MapPost("/{id}/approve", (string id, HttpContext context) => AtOneAsync(context, id, new ApprovePolicy(id)));
        pages.MapPost("/{id}/withdraw", (string id, HttpContext context) => AtOneAsync(context, id, new WithdrawPolicy(id)));
        app.MapGroup("/api/points/policy").Open().MapGet("", () =>
            Results.Ok(page.Reads.Model.Programme.Policies.All.Select(policy => PolicyView.Of(policy, page.Reads.Zone)).ToList()));
        var api = app.MapGroup("/api/points/policy/proposals").Require(Role.Committee);
        api.MapPost("", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, PolicyBodies.Default.PolicyBody, body =>
                body.ToRequest())).Takes(typeof(PolicyBody));
        api.MapGet("/{id}", async (string id) =>
            await FindAsync(id) is not { } proposal ? Results.NotFound()
            : await previews.OfAsync(proposal, PolicyPreviews.ForPrograms) is ({ } preview, _) ? Results.Ok(preview)
            : NotYet);
        api.MapPost("/{id}/approve", (string id, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, new ApprovePolicy(id)));
        api.MapPost("/{id}/withdraw", (string id, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, new WithdrawPolicy(id)));
    }

    private static ApiProblem NotYet { get; } = ApiProblem.Of(
        "not_yet", "正在与最近 30 天比较，请几秒后再问", "the last 30 days are still being compared; ask again in some seconds",
        StatusCodes.Status503ServiceUnavailable);

    private Task<PolicyProposal?> FindAsync(string id) =>
        page.Loop.InspectAsync(_ => points.OpenPolicies.FirstOrDefault(one => one.Id == id));

    private async Task<IResult> ListAsync(HttpContext context, Text? said)
    {
        var open = await page.Loop.InspectAsync(_ => points.OpenPolicies);
        return await page.ShowAsync<PoliciesPage>(
            context, (nameof(PoliciesPage.All), page.Reads.Model.Programme.Policies.All),
            (nameof(PoliciesPage.InForce), page.Reads.Model.Programme.Policies.At(page.Reads.Clock.Now)),
            (nameof(PoliciesPage.Open), open), (nameof(PoliciesPage.Said), said));
    }

    private async Task<IResult> OneAsync(HttpContext context, string id, Text? said)
    {
        if (await FindAsync(id) is not { } proposal)
            return said is null ? Results.LocalRedirect(Path) : await ListAsync(context, said);
        var (preview, percent) = await previews.OfAsync(proposal, PolicyPreviews.ForPeople);
        return await page.ShowAsync<PolicyPage>(
            context, (nameof(PolicyPage.Proposal), proposal), (nameof(PolicyPage.Preview), preview), (nameof(PolicyPage.Percent), percent),
            (nameof(PolicyPage.Who), RequestResults.NameOf(context)), (nameof(PolicyPage.Said), said),
            (nameof(PolicyPage.Body), PolicyBody.Of(proposal, page.Reads.Zone)),
            (nameof(PolicyPage.Households), page.Reads.Model.Households));
    }

    private async Task<IResult> ProposeAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var body = new JsonObject
        {
            ["resolution"] = form["resolution"].ToString(),
            ["effective_from"] = form["from"].ToString(),
            ["windows"] = new JsonArray(
                [.. form["windows"].ToString().Split(
                    [',', '，', '、', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line =>
                        (JsonNode)line)]),
        };
        foreach (var name in new[] { "points_per_session", "sessions_per_day", "points_per_roll", "min_grams" })
            body[name] = int.TryParse(form[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : null;
        try
        {
            var answer = await page.Loop.AskAsync(
                JsonSerializer.Deserialize(body.ToJsonString(), PolicyBodies.Default.PolicyBody)!.ToRequest(),
                RequestResults.NameOf(context));
            return answer.Reason is null ? Results.LocalRedirect($"{Path}/{answer.Detail}")
                : await RequestResults.RefusedAsync(context, answer.Text, said => ListAsync(context, said));
        }
        catch (JsonException mistake)
        {
            return await RequestResults.RefusedAsync(context, BodyErrorTexts.Of(mistake, PolicyBodies.Default.PolicyBody), said =>
                ListAsync(context, said));
        }
    }

    private Task<IResult> AtOneAsync(HttpContext context, string id, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path, said => OneAsync(context, id, said));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(PolicyBody))]
internal sealed partial class PolicyBodies : JsonSerializerContext;
