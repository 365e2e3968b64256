using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>Accounts, one-time codes and programs' tokens as an API.</summary>
internal static class PeopleEndpoints
{
    internal static void MapPeople(this WebApplication app)
    {
        app.MapGroup("/api/households/{household}/invitations").Require(Role.Staff)
            .MapPost("", (string household, HttpContext context, PeopleDirectory parts) =>
            Answer(context, parts.Invite([], household, Callers.Of(context).Name)));
        var people = app.MapGroup("/api/people").Require(Role.Administrator);
        people.MapGet("", (HttpContext context, PeopleDirectory parts) =>
            Results.Ok(ApiPages.Cut(context, parts.WithLogins()).Select(one => PersonBody.Of(one.Person, one.Logins)).ToList())).InPages();
        people.MapPost("/invitations", Invite);
        people.MapGet("/invitations", (HttpContext context, PeopleDirectory parts) => Results.Ok(
            ApiPages.Cut(context, parts.Invitations.Unused()).Select(one => UnusedBody.Of(one.Id, one.Invitation)).ToList())).InPages();
        people.MapDelete("/invitations/{code}", (string code, HttpContext context, PeopleDirectory parts) =>
            parts.Invitations.Withdraw(code, Callers.Of(context).Name) ? Answer(null) : Results.NotFound());
        people.MapPost("/{id}/password-code", (string id, HttpContext context, PeopleDirectory parts) =>
            parts.Table.Find(id) is { } person ? Code(context, parts.Invitations.NewPassword(person, Callers.Of(context).Name))
                : Results.NotFound());
        people.MapPut("/{id}/roles", async (string id, RolesBody body, HttpContext context, Accounts accounts, PeopleDirectory parts) =>
            parts.Table.Find(id) is { } person
                ? Answer(
                    PeopleDirectory.Read(body.Roles) is { } roles ? await accounts.SetRolesAsync(person, roles, Callers.Of(context).Name)
                    : AccountTexts.RolesWrong) : Results.NotFound());
        people.MapDelete("/{id}", async (string id, HttpContext context, Accounts accounts, PeopleDirectory parts) =>
            parts.Table.Find(id) is { } person ? Answer(await accounts.RemoveAsync(person, Callers.Of(context).Name)) : Results.NotFound());
        people.MapDelete("/{id}/sessions", (string id, HttpContext context, Accounts accounts, PeopleDirectory parts) =>
        {
            if (parts.Table.Find(id) is not { } person)
                return Results.NotFound();
            accounts.EndSessions(person, Callers.Of(context).Name);
            return Answer(null);
        });
        people.MapDelete("/{id}/second-factor", async (string id, HttpContext context, Accounts accounts, PeopleDirectory parts) =>
            parts.Table.Find(id) is { } person ? Answer(await accounts.SecondFactorOffAsync(person, Callers.Of(context).Name))
                : Results.NotFound());
        MapTokens(app.MapGroup("/api/tokens").Require(Role.Administrator));
    }

    private static void MapTokens(RouteGroupBuilder tokens)
    {
        tokens.MapGet("", (HttpContext context, Tokens known) =>
            Results.Ok(ApiPages.Cut(context, known.All()).Select(TokenBody.Of).ToList())).InPages();
        tokens.MapPost("", AddToken);
        tokens.MapDelete("/{name}", (string name, HttpContext context, Tokens known, GatewayClock clock) =>
            known.Remove(name, Callers.Of(context).Name, clock.Now) ? Answer(null) : Results.NotFound());
    }

    private static IResult Invite(InvitationBody body, HttpContext context, PeopleDirectory parts) =>
        Answer(context, parts.Invite(body.Roles, body.Household, Callers.Of(context).Name));

    private static IResult AddToken(AddTokenBody body, HttpContext context, Tokens tokens, GatewayClock clock)
    {
        if (PeopleDirectory.Read(body.Roles) is not { } roles)
            return Problem(AccountTexts.RolesWrong);
        try
        {
            return tokens.Add(body.Name ?? "", roles, body.Scopes ?? [], Callers.Of(context).Name, clock.Now) is { } token
                ? Results.Ok(new NewTokenBody(body.Name!, token)) : Problem(AccountTexts.NameTaken);
        }
        catch (FormatException mistake)
        {
            return Problem(Text.Both(mistake.Message));
        }
    }

    /// <summary>The link is what a QR code on paper holds.</summary>
    private static IResult Code(HttpContext context, string code) =>
        Results.Ok(new CodeBody(code, PeopleDirectory.LinkOf(context.Request, code), (int)Invitations.Valid.TotalDays));

    private static IResult Answer(HttpContext context, (string? Code, Text Problem) made) =>
        made.Code is { } code ? Code(context, code) : Problem(made.Problem);

    private static IResult Answer(Text? problem) => problem is { } text ? Problem(text) : Results.Ok(new DoneBody("done"));

    private static ApiProblem Problem(Text text) => new("refused", text, StatusCodes.Status409Conflict);
}

internal sealed record InvitationBody(string[]? Roles = null, string? Household = null);

internal sealed record RolesBody(string[]? Roles = null);

internal sealed record AddTokenBody(string? Name = null, string[]? Roles = null, string[]? Scopes = null);

internal sealed record NewTokenBody(string Name, string Token);

internal sealed record CodeBody(string Code, string Link, int DaysValid);

internal sealed record DoneBody(string Result);

internal sealed record TokenBody(string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Scopes, string By, string Made)
{
    internal static TokenBody Of(Token token) =>
        new(token.Name, [.. token.Roles.Select(role => WireName.Of(role))], token.Scopes, token.By, token.Made.ToString());
}
