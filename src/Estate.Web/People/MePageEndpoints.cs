using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.People;

/// <summary>One's own account: password, second factor, where one is logged in.</summary>
internal static class MePageEndpoints
{
    private const string Path = "/me";
    private static readonly Role[] Anybody = Enum.GetValues<Role>();

    internal static void MapMePages(this WebApplication app)
    {
        var me = app.MapGroup(Path).RequirePage(Anybody);
        me.MapGet("", (HttpContext context, MyAccount parts) => PageAsync(context, parts));
        me.MapPost("/password", (HttpContext context, Accounts accounts, LoginService desk, MyAccount parts) =>
            DoAsync(context, parts, async (person, form) =>
            new(await parts.WithPasswordAsync(desk, person, form["current"].ToString(), now =>
                accounts.ChangePasswordAsync(now, form["password"].ToString())),
                MeTexts.PasswordChanged))).RequireRateLimiting(LoginEndpoints.Throttle);
        me.MapPost("/sessions/end", (HttpContext context, Accounts accounts, MyAccount parts) => DoAsync(context, parts, (person, form) =>
        {
            accounts.EndSessions(person, person.Name, form["id"].ToString() is { Length: > 0 } id ? id : null);
            return Task.FromResult(new Done(null, MeTexts.SessionsEnded));
        }));
        me.MapPost("/second-factor", BeginSecondFactorAsync).RequireRateLimiting(LoginEndpoints.Throttle);
        me.MapPost("/second-factor/on", (HttpContext context, Accounts accounts, LoginService desk, MyAccount parts) =>
            DoAsync(context, parts, async (person, form) =>
        {
            var (codes, problem) = await SwitchOnAsync(person, form["code"].ToString(), accounts, desk);
            return codes is null ? new(problem, default) : new(null, MeTexts.SecondFactorOn) { Codes = codes };
        })).RequireRateLimiting(LoginEndpoints.Throttle);
        me.MapPost("/second-factor/off", (HttpContext context, Accounts accounts, LoginService desk, MyAccount parts) =>
            DoAsync(context, parts, async (person, form) =>
            new(await parts.WithPasswordAsync(desk, person, form["current"].ToString(), now =>
                accounts.SecondFactorOffAsync(now, person.Name)), MeTexts.SecondFactorOff))).RequireRateLimiting(LoginEndpoints.Throttle);
        app.MapMe();
    }

    /// <summary>A code of the app proves the key is there; wrong ones are slowed down with the logins.</summary>
    internal static async Task<(IReadOnlyList<string>? Codes, Text Problem)> SwitchOnAsync(
        Person person, string code, Accounts accounts, LoginService desk) =>
        person.HasSecondFactor || person.AuthenticatorKey is null || !await desk.IsRightCodeAsync(accounts.Users, person, code)
            ? (null, AccountTexts.NotRight)
        : (await accounts.SecondFactorOnAsync(person), AccountTexts.ChangedMeanwhile);

    /// <summary>What an authenticator app scans.</summary>
    internal static string AppLink(MyAccount parts, Person person, string key) =>
        $"otpauth://totp/{Uri.EscapeDataString(parts.Reads.Model.Site)}:{Uri.EscapeDataString(person.Name)}"
        + $"?secret={key}&issuer={Uri.EscapeDataString(parts.Reads.Model.Site)}";

    /// <summary>A new key for the app, in force once a code of it was right.</summary>
    private static async Task<IResult> BeginSecondFactorAsync(HttpContext context, Accounts accounts, LoginService desk, MyAccount parts)
    {
        if (parts.Callers.PersonBehind(context) is not { HasSecondFactor: false } before)
            return Results.LocalRedirect(Path);
        if (!await desk.KnowsPasswordAsync(before, (await RequestResults.FormAsync(context))["current"].ToString()))
            return await PageAsync(context, parts, before, new Done(AccountTexts.PasswordNotRight, default));
        var person = parts.Again(before);
        return await PageAsync(context, parts, person, key: await desk.BeginSecondFactorAsync(accounts.Users, person));
    }

    private static async Task<IResult> DoAsync(HttpContext context, MyAccount parts, Func<Person, IFormCollection, Task<Done>> change)
    {
        if (parts.Callers.PersonBehind(context) is not { } person)
            return Results.LocalRedirect(LoginPaths.For(context.Request));
        return await PageAsync(context, parts, person, await change(person, await RequestResults.FormAsync(context)));
    }

    private static Task<IResult> PageAsync(HttpContext context, MyAccount parts) =>
        parts.Callers.PersonBehind(context) is { } person ? PageAsync(context, parts, person)
            : Task.FromResult(Results.LocalRedirect(LoginPaths.For(context.Request)));

    private static Task<IResult> PageAsync(HttpContext context, MyAccount parts, Person person, Done? done = null, string? key = null)
    {
        if (done?.Problem is not null)
            context.Response.StatusCode = StatusCodes.Status409Conflict;
        var link = key is null ? null : AppLink(parts, person, key);
        return parts.Pages.PageAsync<MePage>(
            context, parts.Reads, (nameof(MePage.Person), person),
            (nameof(MePage.Sessions), parts.Sessions.Of(person.Id, parts.Reads.Clock.Now)),
            (nameof(MePage.Problem), done?.Problem), (nameof(MePage.Said), done?.Problem is null ? done?.Said : null),
            (nameof(MePage.Codes), done?.Codes), (nameof(MePage.Key), InGroups(key)), (nameof(MePage.Link), link));
    }

    /// <summary>Four letters at a time, easier to type.</summary>
    private static string? InGroups(string? key) => key is null ? null : string.Join(' ', key.Chunk(4).Select(four => new string(four)));

    private sealed record Done(Text? Problem, Text Said)
    {
        internal IReadOnlyList<string>? Codes { get; init; }
    }
}
