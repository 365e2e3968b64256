using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Projects;
using Estate.Gateway.People;
using Estate.Web.Committee;
using Estate.Web.People;
using Estate.Web.Shared;

namespace Estate.Web.Projects;

/// <summary>
/// Wishes: by phone, on any screen with a station's code, or typed at the desk. Everybody sees what was answered; what waits only its
/// household and the committee, since anybody may have written anything.
/// </summary>
internal sealed class WishEndpoints(PageContext page, ProjectReactor projects)
{
    private const string Path = "/wishes";
    private const int Shown = 20;

    internal void Map(WebApplication app)
    {
        var everyone = app.MapGroup(Path).Open();
        everyone.MapGet("", Task<IResult> (HttpContext context) => ShowAsync(context, null));
        everyone.MapPost("", (Delegate)MakeAsync).RequireRateLimiting(LoginEndpoints.CodeThrottle);
        var desk = app.MapGroup(Path + "/desk").RequirePage(Role.Staff, Role.Committee);
        desk.MapPost("", (Delegate)MakeAtDeskAsync);
        app.MapGroup("/api/wishes").Require(Role.Resident).MapPost("", async Task<IResult> (WishBody body, HttpContext context) =>
            RequestResults.Reply(await page.Loop.AskAsync(
                new MakeWish(body.Words, Callers.Of(context).Household, TickPoll.Phone), HouseholdVoice.Voter)));
    }

    private async Task<IResult> ShowAsync(HttpContext context, Text? said)
    {
        var who = Callers.Find(context);
        var all = await page.Loop.InspectAsync(_ => projects.Wishes.Where(wish =>
            !wish.IsOpen || (who?.Household is { } household && wish.IsOf(household))).ToList());
        var (shown, part) = ListQuery.Of(context).Cut(all, Shown, wish => wish.Words);
        return await page.ShowAsync<WishesPage>(
            context, (nameof(WishesPage.Wishes), shown), (nameof(WishesPage.Part), part), (nameof(WishesPage.Household), who?.Household),
            (nameof(WishesPage.IsDesk), who?.Roles.Any(role => role is Role.Staff or Role.Committee) == true),
            (nameof(WishesPage.Noted), context.Request.Query["noted"].ToString() == "1"), (nameof(WishesPage.Said), said));
    }

    private async Task<IResult> MakeAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        return await EndAsync(context, await HouseholdVoice.AskAsync(
            page.Loop, context, form["code"].ToString(), (household, channel) =>
                new MakeWish(form["words"].ToString(), household, channel)));
    }

    /// <summary>Of which household is said where somebody wants an answer.</summary>
    private async Task<IResult> MakeAtDeskAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var household = form["household"].ToString().Trim();
        return await EndAsync(context, await page.Loop.AskAsync(
            new MakeWish(form["words"].ToString(), household.Length == 0 ? null : household, TickPoll.Desk),
            RequestResults.NameOf(context)));
    }

    private async Task<IResult> EndAsync(HttpContext context, Answer answer) => answer.Reason is null
        ? Results.LocalRedirect(Path + "?noted=1")
        : await RequestResults.RefusedAsync(context, answer.Text, why => ShowAsync(context, why));
}

/// <summary>What a household wishes for.</summary>
internal sealed record WishBody(string Words);
