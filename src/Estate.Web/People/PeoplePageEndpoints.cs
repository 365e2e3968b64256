using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>The administrator's accounts and tokens, and the desk where staff print residents' codes.</summary>
internal sealed class PeoplePageEndpoints(
    PeopleDirectory people, Tokens tokens, AuditChain audit, PageRenderer pages, FrontPageNews news)
{
    private const string Path = "/staff/people";
    private const int Exported = 10_000;
    private const int Shown = 20, ShownCodes = 20, ShownTokens = 20, ShownAudit = 50, ShownMembers = 100;
    private const string CodesPath = "/staff/codes";

    internal void Map(WebApplication app)
    {
        var accounts = app.MapGroup(Path).RequirePage(Role.Administrator);
        accounts.MapGet("", Task<IResult> (HttpContext context) => ListAsync(context));
        accounts.MapGet("/people.csv", Csv);
        accounts.MapGet("/tokens.csv", () =>
            CsvFile.Of(
                "tokens.csv",
                tokens.All().Select(one => new TokenRow(
                        one.Name, string.Join(' ', one.Roles.Select(role => WireName.Of(role))), string.Join(' ', one.Scopes), one.By,
                        TimeText.Minute(one.Made, people.Reads.Zone)))));
        accounts.MapGet("/audit.csv", () =>
            CsvFile.Of(
                "audit.csv",
                audit.Read(long.MaxValue, Exported).Select(row => new AuditCsvRow(
                        row.N, row.Entry.At.Read(people.Reads.Zone), row.Entry.By, row.Entry.Action, row.Entry.Target, row.Entry.Detail,
                        row.Mac))));
        accounts.MapPost("/invite", (Delegate)InviteAsync);
        accounts.MapPost("/codes/withdraw", async Task<IResult> (HttpContext context) =>
            await AfterAsync(
                context,
                people.Invitations.Withdraw((await RequestResults.FormAsync(context))["code"].ToString(), RequestResults.NameOf(context))
                ? null
                : AccountTexts.CodeUnknown));
        accounts.MapPost("/{id}/{action}", ChangeAsync);
        accounts.MapPost("/tokens/add", (Delegate)AddTokenAsync);
        accounts.MapPost("/tokens/remove", (Delegate)RemoveTokenAsync);
        var codes = app.MapGroup(CodesPath).RequirePage(Role.Staff);
        codes.MapGet("", Task<IResult> (HttpContext context) => CodesAsync(context, null));
        codes.MapPost("", (Delegate)PrintCodeAsync);
    }

    private async Task<IResult> ListAsync(HttpContext context, Text? problem = null, string? token = null)
    {
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        var (everybody, part) = ListQuery.Of(context).Cut(people.WithLogins(), Shown, one => PeopleDirectory.WordsOf(one.Person));
        var (codes, codesPart) = ListQuery.Of(context, PeoplePage.CodesName).Cut(people.Invitations.Unused(), ShownCodes);
        var (programs, tokensPart) = ListQuery.Of(context, PeoplePage.TokensName).Cut(tokens.All(), ShownTokens);
        return await pages.PageAsync<PeoplePage>(
            context, people.Reads, (nameof(PeoplePage.News), await news.OfAsync(context)),
            (nameof(PeoplePage.People), everybody), (nameof(PeoplePage.Part), part),
            (nameof(PeoplePage.Tokens), programs), (nameof(PeoplePage.TokensPart), tokensPart),
            (nameof(PeoplePage.Codes), codes.Select(one => (one.Id, one.Invitation, people.NameOf(one.Invitation))).ToList()),
            (nameof(PeoplePage.CodesPart), codesPart), (nameof(PeoplePage.Problem), problem), (nameof(PeoplePage.Token), token),
            (nameof(PeoplePage.Audit), audit.Read(long.MaxValue, ShownAudit)));
    }

    private IResult Csv(HttpContext context)
    {
        var language = Language.Of(context);
        return CsvFile.Of("people.csv", people.WithLogins().Select(one => PersonRow.Of(one.Person, one.Logins, language)));
    }

    private async Task<IResult> InviteAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var household = form["household"].ToString().Trim() is { Length: > 0 } text ? text : null;
        var (code, problem) = people.Invite(form["role"], household, RequestResults.NameOf(context));
        return code is null ? await ListAsync(context, problem) : await CodeAsync(context, code);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, Accounts accounts, string id, string action)
    {
        if (people.Table.Find(id) is not { } person)
            return Results.NotFound();
        var by = RequestResults.NameOf(context);
        switch (action)
        {
            case "password":
                return await CodeAsync(context, people.Invitations.NewPassword(person, by));
            case "sessions":
                accounts.EndSessions(person, by);
                return Results.LocalRedirect(Path);
            case "roles":
                var roles = PeopleDirectory.Read((await RequestResults.FormAsync(context))["role"].OfType<string>());
                return await AfterAsync(context, roles is null ? AccountTexts.RolesWrong : await accounts.SetRolesAsync(person, roles, by));
            case "second-factor-off" or "remove":
                return await AfterAsync(
                    context, await (action == "remove" ? accounts.RemoveAsync(person, by) : accounts.SecondFactorOffAsync(person, by)));
            default:
                return Results.NotFound();
        }
    }

    private async Task<IResult> AddTokenAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        try
        {
            var roles = PeopleDirectory.Read(form["role"].OfType<string>()) ?? [];
            var scopes = form["scopes"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var token = tokens.Add(form["name"].ToString().Trim(), roles, scopes, RequestResults.NameOf(context), people.Reads.Clock.Now);
            return await ListAsync(context, token is null ? AccountTexts.NameTaken : null, token);
        }
        catch (FormatException mistake)
        {
            return await ListAsync(context, Text.Both(mistake.Message));
        }
    }

    private async Task<IResult> RemoveTokenAsync(HttpContext context)
    {
        tokens.Remove((await RequestResults.FormAsync(context))["name"].ToString(), RequestResults.NameOf(context), people.Reads.Clock.Now);
        return Results.LocalRedirect(Path);
    }

    private async Task<IResult> PrintCodeAsync(HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        var (household, by) = (form["household"].ToString().Trim(), RequestResults.NameOf(context));
        // Staff give new passwords to who has a household and nothing else.
        if (form["person"].ToString() is { Length: > 0 } id)
            return people.Table.Find(id) is { Roles.Count: 0 } person ? await CodeAsync(context, people.Invitations.NewPassword(person, by))
                : Results.NotFound();
        var (code, problem) = people.Invite([], household, by);
        return code is null ? await CodesAsync(context, problem) : await CodeAsync(context, code);
    }

    private Task<IResult> CodesAsync(HttpContext context, Text? problem)
    {
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        var household = context.Request.Query["household"].ToString().Trim();
        var members = household.Length == 0 ? []
            : people.Table.All().Where(person => person.Household == household && person.Roles.Count == 0).Take(ShownMembers).ToList();
        return pages.PageAsync<CodesPage>(
            context, people.Reads, (nameof(CodesPage.Problem), problem), (nameof(CodesPage.Household), household),
            (nameof(CodesPage.Members), members));
    }

    private Task<IResult> CodeAsync(HttpContext context, string code) => pages.PageAsync<CodePage>(context, people.Reads,
        (nameof(CodePage.Code), code), (nameof(CodePage.Link), PeopleDirectory.LinkOf(context.Request, code)),
        (nameof(CodePage.For), people.Invitations.Find(code)!.Value.Invitation));

    private Task<IResult> AfterAsync(HttpContext context, Text? problem) =>
        problem is null ? Task.FromResult(Results.LocalRedirect(Path)) : ListAsync(context, problem);
}

internal sealed record TokenRow(string Name, string Roles, string Scopes, string By, string Made);

internal sealed record AuditCsvRow(long N, string At, string By, string Action, string Target, string Detail, string Seal);
