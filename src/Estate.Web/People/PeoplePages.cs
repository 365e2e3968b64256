using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>The administrator's accounts and tokens, and the desk where staff print residents' codes.</summary>
internal static class PeoplePages
{
    private const string Path = "/staff/people";
    private const int Exported = 10_000;
    private const string CodesPath = "/staff/codes";

    internal static void MapPeople(this WebApplication app)
    {
        var people = app.MapGroup(Path).RequirePage(Role.Administrator);
        people.MapGet("", (HttpContext context, PeoplePageParts parts) => ListAsync(context, parts));
        people.MapGet("/people.csv", Csv);
        people.MapGet("/tokens.csv", (PeoplePageParts parts) => CsvFile.Of("tokens.csv", parts.Tokens.All().Select(one => new TokenRow(one.Name, string.Join(' ', one.Roles.Select(role => Words.Of(role))), string.Join(' ', one.Scopes), one.By, Words.Minute(one.Made, parts.People.Reads.Zone)))));
        people.MapGet("/audit.csv", (PeoplePageParts parts) => CsvFile.Of("audit.csv", parts.Audit.Read(long.MaxValue, Exported).Select(row => new AuditCsvRow(row.N, row.Entry.At.Read(parts.People.Reads.Zone), row.Entry.By, row.Entry.Action, row.Entry.Target, row.Entry.Detail, row.Mac))));
        people.MapPost("/invite", InviteAsync);
        people.MapPost("/codes/withdraw", async (HttpContext context, PeoplePageParts parts) =>
            await AfterAsync(context, parts, parts.People.Invitations.Withdraw((await OperatorDesk.FormAsync(context))["code"].ToString(), OperatorDesk.NameOf(context)) ? null : AccountTexts.CodeUnknown));
        people.MapPost("/{id}/{action}", ChangeAsync);
        people.MapPost("/tokens/add", AddTokenAsync);
        people.MapPost("/tokens/remove", RemoveTokenAsync);
        var codes = app.MapGroup(CodesPath).RequirePage(Role.Staff);
        codes.MapGet("", (HttpContext context, PeoplePageParts parts) => CodesAsync(context, parts, null));
        codes.MapPost("", PrintCodeAsync);
        app.MapPeopleDesk();
    }

    private static Task<IResult> ListAsync(HttpContext context, PeoplePageParts parts, Text? problem = null, string? token = null)
    {
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        return parts.Pages.PageAsync<PeoplePage>(context, parts.People.Reads, (nameof(PeoplePage.People), parts.People.WithLogins()), (nameof(PeoplePage.Tokens), parts.Tokens.All()), (nameof(PeoplePage.Codes), parts.People.Invitations.Unused()),
            (nameof(PeoplePage.Problem), problem), (nameof(PeoplePage.Token), token), (nameof(PeoplePage.Audit), parts.Audit.Read(long.MaxValue, 50)));
    }

    private static IResult Csv(HttpContext context, PeopleParts parts)
    {
        var language = Language.Of(context);
        return CsvFile.Of("people.csv", parts.WithLogins().Select(one => PersonRow.Of(one.Person, one.Logins, language)));
    }

    private static async Task<IResult> InviteAsync(HttpContext context, PeoplePageParts parts)
    {
        var form = await OperatorDesk.FormAsync(context);
        var household = form["household"].ToString().Trim() is { Length: > 0 } text ? text : null;
        var (code, problem) = parts.People.Invite(form["role"], household, OperatorDesk.NameOf(context));
        return code is null ? await ListAsync(context, parts, problem) : await CodeAsync(context, parts, code);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, Accounts accounts, PeoplePageParts parts, string id, string action)
    {
        if (parts.People.Table.Find(id) is not { } person)
            return Results.NotFound();
        var by = OperatorDesk.NameOf(context);
        switch (action)
        {
            case "password":
                return await CodeAsync(context, parts, parts.People.Invitations.NewPassword(person, by));
            case "sessions":
                accounts.EndSessions(person, by);
                return Results.LocalRedirect(Path);
            case "roles":
                var roles = PeopleParts.Read((await OperatorDesk.FormAsync(context))["role"].OfType<string>());
                return await AfterAsync(context, parts, roles is null ? AccountTexts.RolesWrong : await accounts.SetRolesAsync(person, roles, by));
            case "second-factor-off":
                return await AfterAsync(context, parts, await accounts.SecondFactorOffAsync(person, by));
            case "remove":
                return await AfterAsync(context, parts, await accounts.RemoveAsync(person, by));
            default:
                return Results.NotFound();
        }
    }

    private static async Task<IResult> AddTokenAsync(HttpContext context, PeoplePageParts parts)
    {
        var form = await OperatorDesk.FormAsync(context);
        try
        {
            var roles = PeopleParts.Read(form["role"].OfType<string>()) ?? [];
            var scopes = form["scopes"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var token = parts.Tokens.Add(form["name"].ToString().Trim(), roles, scopes, OperatorDesk.NameOf(context), parts.People.Reads.Clock.Now);
            return await ListAsync(context, parts, token is null ? AccountTexts.NameTaken : null, token);
        }
        catch (FormatException mistake)
        {
            return await ListAsync(context, parts, Text.Same(mistake.Message));
        }
    }

    private static async Task<IResult> RemoveTokenAsync(HttpContext context, PeoplePageParts parts)
    {
        parts.Tokens.Remove((await OperatorDesk.FormAsync(context))["name"].ToString(), OperatorDesk.NameOf(context), parts.People.Reads.Clock.Now);
        return Results.LocalRedirect(Path);
    }

    private static async Task<IResult> PrintCodeAsync(HttpContext context, PeoplePageParts parts)
    {
        var form = await OperatorDesk.FormAsync(context);
        var (household, by) = (form["household"].ToString().Trim(), OperatorDesk.NameOf(context));
        // Staff give new passwords to who has a household and nothing else.
        if (form["person"].ToString() is { Length: > 0 } id)
            return parts.People.Table.Find(id) is { Roles.Count: 0 } person ? await CodeAsync(context, parts, parts.People.Invitations.NewPassword(person, by)) : Results.NotFound();
        var (code, problem) = parts.People.Invite([], household, by);
        return code is null ? await CodesAsync(context, parts, problem) : await CodeAsync(context, parts, code);
    }

    private static Task<IResult> CodesAsync(HttpContext context, PeoplePageParts parts, Text? problem)
    {
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        var household = context.Request.Query["household"].ToString().Trim();
        var members = household.Length == 0 ? [] : parts.People.Table.All().Where(person => person.Household == household && person.Roles.Count == 0).ToList();
        return parts.Pages.PageAsync<CodesPage>(context, parts.People.Reads, (nameof(CodesPage.Problem), problem), (nameof(CodesPage.Household), household), (nameof(CodesPage.Members), members));
    }

    private static Task<IResult> CodeAsync(HttpContext context, PeoplePageParts parts, string code) => parts.Pages.PageAsync<CodePage>(context, parts.People.Reads,
        (nameof(CodePage.Code), code), (nameof(CodePage.Link), PeopleParts.LinkOf(context.Request, code)), (nameof(CodePage.For), parts.People.Invitations.Find(code)!.Value.Invitation));

    private static Task<IResult> AfterAsync(HttpContext context, PeoplePageParts parts, Text? problem) => problem is null ? Task.FromResult(Results.LocalRedirect(Path)) : ListAsync(context, parts, problem);
}

/// <summary>What the accounts' pages need.</summary>
internal sealed record PeoplePageParts(PeopleParts People, Tokens Tokens, AuditChain Audit, PageRenderer Pages);

internal sealed record PersonRow(string Name, string Roles, string Household, string SecondFactor, int Logins)
{
    internal static PersonRow Of(Person person, int logins, Language language) => new(
        person.Name, string.Join(language.Pick("、", ", "), person.AllRoles().Select(role => language.Pick(AccountTexts.Of(role)))), person.Household ?? "",
        person.HasSecondFactor ? language.Pick("有", "yes") : language.Pick("无", "no"), logins);
}

internal sealed record TokenRow(string Name, string Roles, string Scopes, string By, string Made);

internal sealed record AuditCsvRow(long N, string At, string By, string Action, string Target, string Detail, string Seal);
