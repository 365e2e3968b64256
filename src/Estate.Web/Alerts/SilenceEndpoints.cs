using System.Text.Json.Serialization;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Alerts;

/// <summary>Alerts that are shelved and zones that are silent for planned work: for staff, and for their programs.</summary>
internal sealed class SilenceEndpoints(PageContext page, AlertBoard board)
{
    private const string PagePath = "/staff/alerts/silences";

    private IReadOnlyList<Silence> Silences => board.Current?.Silences ?? [];

    internal void Map(WebApplication app)
    {
        MapPages(app.MapGroup("/staff/alerts").RequirePage(Role.Staff));
        var staff = app.MapGroup("/api/alerts").Require(Role.Staff);
        staff.MapGet("/silences", () => Results.Ok(new { Silences = Silences.Select(SilenceViews.Json) }));
        staff.MapPost("/{id}/shelve", (string id, HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, SilenceBodies.Default.ShelveBody, body =>
                new ShelveAlert(id, body.Reason, Duration.FromMinutes(body.Minutes)))).Takes(typeof(ShelveBody));
        staff.MapPost("/silences", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, SilenceBodies.Default.WorkBody, body =>
                new PlanWork(body.Scope, body.Reason, body.From is { } from ? At(from) : page.Reads.Clock.Now, At(body.Until))))
            .Takes(typeof(WorkBody));
        staff.MapPost("/silences/end", Task<IResult> (HttpContext context) =>
            RequestResults.AskAsync(page.Loop, context, SilenceBodies.Default.EndBody, body =>
                new EndSilence(body.Silence))).Takes(typeof(EndBody));
    }

    private void MapPages(RouteGroupBuilder staff)
    {
        staff.MapGet("/silences", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        staff.MapGet("/silences.csv", () => CsvFile.Of("silences.csv", Silences.Select(one => SilenceRow.Of(one, page.Reads.Zone))));
        staff.MapPost("/silences", async Task<IResult> (HttpContext context) => await AskAsync(context, await WorkAsync(context)));
        staff.MapPost("/silences/end", async Task<IResult> (HttpContext context) =>
            await AskAsync(context, new EndSilence(await RequestResults.FieldAsync(context, "silence") ?? "")));
        staff.MapPost("/{id}/shelve", async Task<IResult> (HttpContext context, string id) =>
        {
            var minutes = int.TryParse(await RequestResults.FieldAsync(context, "minutes"), out var number) ? number : 0;
            return await AskAsync(
                context, new ShelveAlert(id, await RequestResults.FieldAsync(context, "reason") ?? "", Duration.FromMinutes(minutes)));
        });
    }

    private async Task<PlanWork> WorkAsync(HttpContext context)
    {
        // A time that cannot be read is none, and refused as such.
        var from = await RequestResults.FieldAsync(context, "from") is { } text ? Read(text) : page.Reads.Clock.Now;
        var until = Read(await RequestResults.FieldAsync(context, "until") ?? "");
        return new(
            await RequestResults.FieldAsync(context, "scope") ?? "", await RequestResults.FieldAsync(context, "reason") ?? "", from, until);
    }

    private Instant Read(string text)
    {
        try
        {
            return At(LocalDateTimeConverter.Parse(text));
        }
        catch (FormatException)
        {
            return Instant.MinValue;
        }
    }

    private Instant At(LocalDateTime local) => local.InZoneLeniently(page.Reads.Zone).ToInstant();

    private Task<IResult> AskAsync(HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, PagePath, said => ShowAsync(context, said));

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var silences = await board.SilencesAsync();
        return await page.ShowAsync<SilencesPage>(context, (nameof(SilencesPage.Silences), silences),
            (nameof(SilencesPage.Choices), SilenceViews.Choices(page.Reads.Model)), (nameof(SilencesPage.Said), said));
    }
}

internal sealed record SilenceRow(string What, string Scope, string From, string Until, string By, string Reason)
{
    internal static SilenceRow Of(Silence one, DateTimeZone zone) => new(
        one.IsShelf ? "shelved" : "work", one.Scope.ToString(), one.From.Read(zone), one.Until.Read(zone), one.By, one.Reason);
}

internal sealed record ShelveBody(string Reason, int Minutes);

internal sealed record WorkBody(string Scope, string Reason, LocalDateTime Until, LocalDateTime? From = null);

internal sealed record EndBody(string Silence);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(LocalDateTimeConverter)])]
[JsonSerializable(typeof(ShelveBody))]
[JsonSerializable(typeof(WorkBody))]
[JsonSerializable(typeof(EndBody))]
internal sealed partial class SilenceBodies : JsonSerializerContext;
