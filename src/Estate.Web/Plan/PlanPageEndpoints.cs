using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Alerts;
using Estate.Web.Shared;
using Microsoft.AspNetCore.Mvc;

namespace Estate.Web.Plan;

/// <summary>The estate from above: what is free for everybody, what burns for staff, the drawing for engineers.</summary>
internal sealed class PlanPageEndpoints(PageContext page, PlanStore store, PlanMarks marks)
{
    private const string Drawing = "/staff/plan/drawing";

    /// <summary>A form around the picture.</summary>
    private const int MostUploaded = SvgAllowList.MaxBytes + 10_000;

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup("/plan").Open();
        everyone.MapGet("", ShowAsync);
        everyone.MapGet("/picture.svg", Picture);
        app.MapGroup("/staff/plan").RequirePage(Role.Staff).MapGet("", Task<IResult> (HttpContext context) => StaffAsync(context));
        var engineer = app.MapGroup("/staff/plan").RequirePage(Role.Engineer);
        engineer.MapGet("/drawing", Task<IResult> (HttpContext context) => DrawAsync(context, null));
        engineer.MapPost("/drawing", Task<IResult> (HttpContext context) => SaveAsync(context));
        engineer.MapPost("/picture", Task<IResult> (HttpContext context) => ImportAsync(context))
            .WithMetadata(new RequestSizeLimitAttribute(MostUploaded));
        engineer.MapPost("/picture/remove", (HttpContext context) =>
        {
            store.RemovePicture(RequestResults.NameOf(context));
            return Results.LocalRedirect(Drawing);
        });
    }

    private async Task<IResult> ShowAsync(HttpContext context, string? near)
    {
        var all = await marks.AllAsync();
        var view = PlanView.Of(store.Current, all, page.Reads.Names, string.IsNullOrEmpty(near) ? null : near);
        if (view.Near is { } asked && !view.Buildings.Contains(asked))
            throw BadQueryException.Of("near", "没有这栋楼", "there is no such building");
        // Households that are numbered by their building are at home there.
        if (near is null && Callers.Find(context)?.Household is { } household
            && view.Buildings.FirstOrDefault(one => household.StartsWith(one + "-", StringComparison.Ordinal)) is { } home)
            view = PlanView.Of(store.Current, all, page.Reads.Names, home);
        return await page.ShowAsync<PlanPage>(context, (nameof(PlanPage.View), view));
    }

    private async Task<IResult> StaffAsync(HttpContext context) => await page.ShowAsync<PlanPage>(
        context, (nameof(PlanPage.View), PlanView.Of(store.Current, await marks.WithAlertsAsync(), page.Reads.Names, null)),
        (nameof(PlanPage.Open), AlertViews.Sort(marks.Open())));

    /// <summary>Only what the allow-list wrote is kept; looked at by itself it may still do nothing.</summary>
    private IResult Picture(HttpContext context)
    {
        if (store.Current.Picture is not { Length: > 0 } picture)
            return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(picture, "image/svg+xml");
    }

    private async Task<IResult> DrawAsync(HttpContext context, Text? said, IFormCollection? typed = null)
    {
        var kept = store.Current;
        string Typed(string name, string now) => typed is null ? now : typed[name].ToString();
        return await page.ShowAsync<PlanDrawingPage>(
            context, (nameof(PlanDrawingPage.View), PlanView.Of(kept, await marks.AllAsync(), page.Reads.Names, null)),
            (nameof(PlanDrawingPage.Width), Typed("width", Metres(kept.Plan.WidthM))),
            (nameof(PlanDrawingPage.Height), Typed("height", Metres(kept.Plan.HeightM))),
            (nameof(PlanDrawingPage.Lines), Typed("buildings", PlanLines.Write(kept.Plan))),
            (nameof(PlanDrawingPage.Said), said ?? kept.Problem));
    }

    private async Task<IResult> SaveAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var problem = store.Save(
            form["width"].ToString(), form["height"].ToString(), form["buildings"].ToString(), RequestResults.NameOf(context));
        return problem is null ? Results.LocalRedirect(Drawing)
            : await RequestResults.RefusedAsync(context, problem.Value, said => DrawAsync(context, said, form));
    }

    private async Task<IResult> ImportAsync(HttpContext context)
    {
        var file = (await RequestResults.FormAsync(context)).Files["picture"];
        Text? problem;
        if (file is not { Length: > 0 and <= SvgAllowList.MaxBytes })
            problem = new("请选一个 SVG 文件，最大 1 MB", "choose an SVG file of at most 1 MB");
        else
        {
            await using var drawing = file.OpenReadStream();
            problem = store.SavePicture(drawing, RequestResults.NameOf(context));
        }
        return problem is { } why ? await RequestResults.RefusedAsync(context, why, said => DrawAsync(context, said))
            : Results.LocalRedirect(Drawing);
    }

    private static string Metres(double metres) => metres.ToString("0.##", CultureInfo.InvariantCulture);
}
