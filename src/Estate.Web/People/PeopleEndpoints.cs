using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Configuration;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>Accounts, one-time codes and programs' tokens as an API.</summary>
internal static class PeopleEndpoints
{
    internal static void MapPeople(this WebApplication app)
    {
        app.MapGroup("/api/households/{household}/invitations").Require(Role.Staff).MapPost("", (string household, HttpContext context, PeopleParts parts) =>
            Answer(context, parts.Invite([], household, Callers.Of(context).Name)));
        var people = app.MapGroup("/api/people").Require(Role.Administrator);
        people.MapGet("", (PeopleParts parts) => Results.Ok(parts.WithLogins().Select(one => PersonBody.Of(one.Person, one.Logins)).ToList()));
        people.MapPost("/invitations", Invite);
        people.MapGet("/invitations", (PeopleParts parts) => Results.Ok(parts.Invitations.Unused().Select(one => UnusedBody.Of(one.Id, one.Invitation)).ToList()));
        people.MapDelete("/invitations/{code}", (string code, HttpContext context, PeopleParts parts) => parts.Invitations.Withdraw(code, Callers.Of(context).Name) ? Answer(null) : Results.NotFound());
        people.MapPost("/{id}/password-code", (string id, HttpContext context, PeopleParts parts) =>
            parts.Table.Find(id) is { } person ? Code(context, parts.Invitations.NewPassword(person, Callers.Of(context).Name)) : Results.NotFound());
        people.MapPut("/{id}/roles", async (string id, RolesBody body, HttpContext context, Accounts accounts, PeopleParts parts) =>
            parts.Table.Find(id) is { } person ? Answer(PeopleParts.Read(body.Roles) is { } roles ? await accounts.SetRolesAsync(person, roles, Callers.Of(context).Name) : AccountTexts.RolesWrong) : Results.NotFound());
        people.MapDelete("/{id}", async (string id, HttpContext context, Accounts accounts, PeopleParts parts) =>
            parts.Table.Find(id) is { } person ? Answer(await accounts.RemoveAsync(person, Callers.Of(context).Name)) : Results.NotFound());
        people.MapDelete("/{id}/sessions", (string id, HttpContext context, Accounts accounts, PeopleParts parts) =>
        {
            if (parts.Table.Find(id) is not { } person)
                return Results.NotFound();
            accounts.EndSessions(person, Callers.Of(context).Name);
            return Answer(null);
        });
        people.MapDelete("/{id}/second-factor", async (string id, HttpContext context, Accounts accounts, PeopleParts parts) =>
            parts.Table.Find(id) is { } person ? Answer(await accounts.SecondFactorOffAsync(person, Callers.Of(context).Name)) : Results.NotFound());
        var tokens = app.MapGroup("/api/tokens").Require(Role.Administrator);
        tokens.MapGet("", (Tokens known) => Results.Ok(known.All().Select(TokenBody.Of).ToList()));
        tokens.MapPost("", AddToken);
        tokens.MapDelete("/{name}", (string name, HttpContext context, Tokens known, GatewayClock clock) =>
            known.Remove(name, Callers.Of(context).Name, clock.Now) ? Answer(null) : Results.NotFound());
    }

    private static IResult Invite(InvitationBody body, HttpContext context, PeopleParts parts) => Answer(context, parts.Invite(body.Roles, body.Household, Callers.Of(context).Name));

    private static IResult AddToken(AddTokenBody body, HttpContext context, Tokens tokens, GatewayClock clock)
    {
        if (PeopleParts.Read(body.Roles) is not { } roles)
            return Problem(AccountTexts.RolesWrong);
        try
        {
            return tokens.Add(body.Name ?? "", roles, body.Scopes ?? [], Callers.Of(context).Name, clock.Now) is { } token
                ? Results.Ok(new NewTokenBody(body.Name!, token)) : Problem(AccountTexts.NameTaken);
        }
        catch (FormatException mistake)
        {
            return Problem(Text.Same(mistake.Message));
        }
    }

    /// <summary>The link is what a QR code on paper holds.</summary>
    private static IResult Code(HttpContext context, string code) => Results.Ok(new CodeBody(code, PeopleParts.LinkOf(context.Request, code), (int)Invitations.Valid.TotalDays));

    private static IResult Answer(HttpContext context, (string? Code, Text Problem) made) => made.Code is { } code ? Code(context, code) : Problem(made.Problem);

    private static IResult Answer(Text? problem) => problem is { } text ? Problem(text) : Results.Ok(new DoneBody("done"));

    private static ApiProblem Problem(Text text) => new("refused", text, StatusCodes.Status409Conflict);
}

/// <summary>What the accounts' pages and API look at.</summary>
internal sealed record PeopleParts(PeopleTable Table, SessionTable Sessions, Invitations Invitations, CardBooks Books, PageReads Reads)
{
    internal bool Knows(string household) => Books.For("points").Cards.KnowsHousehold(household);

    /// <summary>Everybody, and in how many places each is logged in.</summary>
    internal IReadOnlyList<(Person Person, int Logins)> WithLogins()
    {
        var counts = Sessions.Counts(Reads.Clock.Now);
        return [.. Table.All().Select(person => (person, counts.GetValueOrDefault(person.Id)))];
    }

    /// <returns>A one-time code, or why there can be none.</returns>
    internal (string? Code, Text Problem) Invite(IEnumerable<string?>? words, string? household, string by) =>
        Read(words) is not { } roles || !Accounts.CanBe(roles, household) ? (null, AccountTexts.RolesWrong)
        : household is not null && !Knows(household) ? (null, NoHousehold(household))
        : (Invitations.Invite(roles, household, by), default);

    internal static Text NoHousehold(string household) => new($"没有登记过住户 {household} 的卡，请检查门牌，或先登记卡。", $"No card of household {household} is registered: check the door number, or register the card first.");

    internal static string LinkOf(HttpRequest request, string code) => $"{request.Scheme}://{request.Host}/join?code={code}";

    /// <summary>Null when one of the words is no role.</summary>
    internal static IReadOnlyList<Role>? Read(IEnumerable<string?>? words)
    {
        var roles = (words ?? []).Select(word => Enum.GetValues<Role>().Cast<Role?>().FirstOrDefault(role => WireName.Of(role!.Value) == word)).ToList();
        return roles.Contains(null) ? null : [.. roles.Select(role => role!.Value).Distinct()];
    }
}

internal sealed record InvitationBody(string[]? Roles = null, string? Household = null);

/// <summary>A code nobody used yet; <paramref name="Id"/> is not the code.</summary>
internal sealed record UnusedBody(string Id, IReadOnlyList<string> Roles, string? Household, string? Person, string By, string Expires)
{
    internal static UnusedBody Of(string id, Invitation one) => new(id, [.. one.Roles.Select(role => WireName.Of(role))], one.Household, one.Person, one.By, one.Expires.ToString());
}

internal sealed record RolesBody(string[]? Roles = null);

internal sealed record AddTokenBody(string? Name = null, string[]? Roles = null, string[]? Scopes = null);

internal sealed record NewTokenBody(string Name, string Token);

internal sealed record CodeBody(string Code, string Link, int DaysValid);

internal sealed record DoneBody(string Result);

internal sealed record PersonBody(string Id, string Name, IReadOnlyList<string> Roles, string? Household, bool HasSecondFactor, int Sessions)
{
    internal static PersonBody Of(Person person, int sessions) => new(person.Id, person.Name, [.. person.AllRoles().Select(role => WireName.Of(role))], person.Household, person.HasSecondFactor, sessions);
}

internal sealed record TokenBody(string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Scopes, string By, string Made)
{
    internal static TokenBody Of(Token token) => new(token.Name, [.. token.Roles.Select(role => WireName.Of(role))], token.Scopes, token.By, token.Made.ToString());
}
