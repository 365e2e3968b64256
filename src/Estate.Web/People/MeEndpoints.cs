using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>
/// One's own account as an API, for an app of the estate's own: it logs in like a browser, by the cookie. Programs have no account.
/// </summary>
internal static class MeEndpoints
{
    internal static void MapMe(this WebApplication app)
    {
        var me = app.MapGroup("/api/me").Require(Enum.GetValues<Role>());
        me.MapGet("", (HttpContext context, MyAccount parts) =>
            ByPerson(context, parts, person => MeBody.Of(person, parts.Sessions.Of(person.Id, parts.Reads.Clock.Now))));
        me.MapPost("/password", async (PasswordBody body, HttpContext context, Accounts accounts, LoginService desk, MyAccount parts) =>
            await WithPasswordAsync(context, parts, desk, body.Current, person =>
                accounts.ChangePasswordAsync(person, body.Password))).RequireRateLimiting(LoginEndpoints.Throttle);
        me.MapDelete("/sessions", (HttpContext context, Accounts accounts, MyAccount parts) => End(context, accounts, parts, null));
        me.MapDelete("/sessions/{id}", (string id, HttpContext context, Accounts accounts, MyAccount parts) =>
            End(context, accounts, parts, id));
        me.MapPost("/second-factor", BeginAsync).RequireRateLimiting(LoginEndpoints.Throttle);
        me.MapPost("/second-factor/on", SwitchOnAsync).RequireRateLimiting(LoginEndpoints.Throttle);
        me.MapPost(
            "/second-factor/off", async (CurrentBody body, HttpContext context, Accounts accounts, LoginService desk, MyAccount parts) =>
            await WithPasswordAsync(context, parts, desk, body.Current, person =>
                accounts.SecondFactorOffAsync(person, person.Name))).RequireRateLimiting(LoginEndpoints.Throttle);
    }

    private static async Task<IResult> BeginAsync(
        CurrentBody body, HttpContext context, Accounts accounts, LoginService desk, MyAccount parts)
    {
        if (parts.Callers.PersonBehind(context) is not { } before)
            return NoPerson;
        if (before.HasSecondFactor || !await desk.KnowsPasswordAsync(before, body.Current))
            return Refused(before.HasSecondFactor ? AccountTexts.NotRight : AccountTexts.PasswordNotRight);
        var person = parts.Again(before);
        return await desk.BeginSecondFactorAsync(accounts.Users, person) is { } key
            ? Results.Ok(new KeyBody(key, MePageEndpoints.AppLink(parts, person, key))) : Refused(AccountTexts.ChangedMeanwhile);
    }

    private static async Task<IResult> SwitchOnAsync(
        AppCodeBody body, HttpContext context, Accounts accounts, LoginService desk, MyAccount parts)
    {
        if (parts.Callers.PersonBehind(context) is not { } person)
            return NoPerson;
        var (codes, problem) = await MePageEndpoints.SwitchOnAsync(person, body.Code, accounts, desk);
        return codes is null ? Refused(problem) : Results.Ok(new RecoveryBody(codes));
    }

    private static async Task<IResult> WithPasswordAsync(
        HttpContext context, MyAccount parts, LoginService desk, string current, Func<Person, Task<Text?>> change)
    {
        if (parts.Callers.PersonBehind(context) is not { } person)
            return NoPerson;
        return await parts.WithPasswordAsync(desk, person, current, change) is { } problem ? Refused(problem)
            : Results.Ok(new DoneBody("done"));
    }

    private static IResult End(HttpContext context, Accounts accounts, MyAccount mine, string? session) => ByPerson(context, mine, person =>
    {
        accounts.EndSessions(person, person.Name, session);
        return new DoneBody("done");
    });

    private static IResult ByPerson<T>(HttpContext context, MyAccount parts, Func<Person, T> answer) =>
        parts.Callers.PersonBehind(context) is { } person ? Results.Ok(answer(person)) : NoPerson;

    private static ApiProblem NoPerson =>
        ApiProblem.Of(
            "not_your_role", "程序的令牌没有账号，请用账号登录", "a program's token has no account; log in as a person", StatusCodes.Status403Forbidden);

    private static ApiProblem Refused(Text why) => new("refused", why, StatusCodes.Status409Conflict);
}

internal sealed record PasswordBody(string Current, string Password);

internal sealed record CurrentBody(string Current);

internal sealed record AppCodeBody(string Code);

internal sealed record KeyBody(string Key, string Link);

internal sealed record RecoveryBody(IReadOnlyList<string> RecoveryCodes);

internal sealed record SessionBody(string Id, string Began, string Seen, string Browser);
