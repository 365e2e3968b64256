using System.Security.Claims;
using Estate.Adapters.Storage.People;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Estate.Web.People;

/// <summary>The way in and out for people with a browser, and the one-time codes that begin an account.</summary>
internal static class LoginEndpoints
{
    internal const string Throttle = "login";

    /// <summary>Where a station's code is typed: neighbours share an address, and must not keep staff from logging in.</summary>
    internal const string CodeThrottle = "code";
    private const int CodesPerMinute = 20;
    private const int StationDigits = 8;
    private const int TriesPerMinute = 10;
    private static readonly NodaTime.Duration StationCodeLasts = NodaTime.Duration.FromMinutes(10);
    private static readonly TimeSpan Shift = TimeSpan.FromHours(12);
    private static readonly TimeSpan Household = TimeSpan.FromDays(180);
    private static readonly TimeSpan ForTheCode = TimeSpan.FromMinutes(5);

    internal static void AddLoginThrottle(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        foreach (var (name, perMinute) in new[] { (Throttle, TriesPerMinute), (CodeThrottle, CodesPerMinute) })
            options.AddPolicy(name, context => QuestionLimits.PerMinute(context.Connection.RemoteIpAddress, perMinute));
    });

    internal static void MapLogin(this WebApplication app)
    {
        var everyone = app.MapGroup("").Open();
        everyone.MapGet(LoginPaths.Login, (HttpContext context, LoginState parts) => LoginAsync(context, parts));
        everyone.MapPost(LoginPaths.Login, TryAsync).RequireRateLimiting(Throttle);
        everyone.MapPost(LoginPaths.Login + "/code", TryCodeAsync).RequireRateLimiting(Throttle);
        everyone.MapGet(LoginPaths.Join, (HttpContext context, LoginState parts) => JoinAsync(context, parts, null));
        everyone.MapPost(LoginPaths.Join, UseCodeAsync).RequireRateLimiting(Throttle);
        everyone.MapPost(LoginPaths.Api, TryByApiAsync).RequireRateLimiting(Throttle);
        everyone.MapPost("/api/logout", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.NoContent();
        });
        everyone.MapPost("/logout", (Delegate)LogOutAsync);
    }

    private static async Task<IResult> LogOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        // What the phone keeps for when there is no network was this person's.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return Results.Redirect("/");
    }

    private static async Task SignInAsync(HttpContext context, Person person)
    {
        context.RequestServices.GetRequiredService<KnownBrowsers>().Remember(context, person);
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.Id), new(ClaimTypes.Name, person.Name), new(BrowserSessions.Stamp, person.Stamp)],
            CookieAuthenticationDefaults.AuthenticationScheme);
        // Who only looks at a household's own points stays logged in; who works here logs in for a shift.
        var length = person.Roles.Count == 0 ? Household : Shift;
        await context.SignInAsync(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties
            {
                IsPersistent = person.Roles.Count == 0,
                AllowRefresh = person.Roles.Count == 0,
                ExpiresUtc = context.RequestServices.GetRequiredService<GatewayClock>().Time.GetUtcNow() + length
            });
    }

    private static async Task<IResult> TryAsync(HttpContext context, LoginService desk, LoginState parts)
    {
        var form = await RequestResults.FormAsync(context);
        var (person, needsCode) = await desk.TryAsync(
            form["name"].ToString(), form["password"].ToString(), parts.Known.Find(context.Request));
        return person is null ? await LoginAsync(context, parts, AccountTexts.NotRight)
            : needsCode ? await LoginAsync(context, parts, pending: PendingFor(person, parts))
            : await EnterAsync(context, person, form["next"].ToString());
    }

    /// <summary>For an app: the cookie comes with the answer. With a second factor its code is sent along.</summary>
    private static async Task<IResult> TryByApiAsync(LoginBody body, HttpContext context, LoginService desk, KnownBrowsers known)
    {
        var (person, needsCode) = await desk.TryAsync(body.Name, body.Password, known.Find(context.Request));
        if (person is not null && needsCode)
        {
            if (body.Code is not { Length: > 0 } code)
                return ApiProblem.Of(
                    "code_needed", "还要验证码：打开手机上的验证器", "a code of your authenticator app is needed, too", StatusCodes.Status401Unauthorized);
            person = (await desk.TryCodeAsync(person.Id, code, known.Find(context.Request))).Person;
        }
        if (person is null)
            return new ApiProblem("not_right", AccountTexts.NotRight, StatusCodes.Status403Forbidden);
        await SignInAsync(context, person);
        return Results.Ok(new LoggedInBody(person.Name, [.. person.AllRoles().Select(role => WireName.Of(role))]));
    }

    private static async Task<IResult> TryCodeAsync(HttpContext context, LoginService desk, LoginState parts)
    {
        var form = await RequestResults.FormAsync(context);
        var pending = form["pending"].ToString();
        if (parts.Opened(pending) is not [var id, var stamp])
            return await LoginAsync(context, parts, AccountTexts.NotRight);
        var person = (await desk.TryCodeAsync(id, form["code"].ToString(), parts.Known.Find(context.Request))).Person;
        return person?.Stamp == stamp ? await EnterAsync(context, person, form["next"].ToString())
            : await LoginAsync(context, parts, AccountTexts.NotRight, pending);
    }

    private static async Task<IResult> UseCodeAsync(HttpContext context, Accounts accounts, LoginState parts, EstateLoop loop)
    {
        var form = await RequestResults.FormAsync(context);
        var code = form["code"].ToString();
        // Eight digits are a station's: they stand for the household of the card that was tapped.
        if (code.Count(char.IsAsciiDigit) == StationDigits && code.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '-'))
        {
            var redeemed = await loop.AskAsync(new RedeemStationCode(code), "card");
            if (redeemed.Reason is not null)
                return await JoinAsync(context, parts, redeemed.Text);
            code = parts.Invitations.Invite([], redeemed.Detail, "card", StationCodeLasts);
        }
        var (person, problem) = await accounts.JoinAsync(code, form["name"].ToString(), form["password"].ToString());
        return person is null ? await JoinAsync(context, parts, problem, code)
            : person.HasSecondFactor ? await LoginAsync(context, parts, pending: PendingFor(person, parts))
            : await EnterAsync(context, person, "");
    }

    private static string PendingFor(Person person, LoginState parts) => parts.Pending.Protect(person.Id + " " + person.Stamp, ForTheCode);

    private static async Task<IResult> EnterAsync(HttpContext context, Person person, string next)
    {
        await SignInAsync(context, person);
        // Only to a page of ours.
        return Results.LocalRedirect(IsOurs(next) ? next : FrontDoor(person.Roles));
    }

    private static bool IsOurs(string path) => path is ['/', not ('/' or '\\'), ..] && path.All(letter => letter is > ' ' and < '\u007f');

    private static string FrontDoor(IReadOnlyList<Role> roles) =>
        roles.Contains(Role.Staff) ? "/staff/alerts" : roles.Contains(Role.Committee) ? "/committee" : roles.Contains(Role.Engineer)
            ? "/staff/rules" : roles.Contains(Role.Administrator) ? "/staff/people" : "/";

    private static async Task<IResult> LoginAsync(HttpContext context, LoginState parts, Text? problem = null, string? pending = null)
    {
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        var next = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync())["next"].ToString()
            : context.Request.Query["next"].ToString();
        return await parts.Pages.PageAsync<LoginPage>(
            context, parts.Reads, (nameof(LoginPage.Problem), problem), (nameof(LoginPage.Pending), pending),
            (nameof(LoginPage.Next), next));
    }

    private static async Task<IResult> JoinAsync(HttpContext context, LoginState parts, Text? problem, string? newer = null)
    {
        if (problem is not null)
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : null;
        var code = newer ?? form?["code"].ToString() ?? context.Request.Query["code"].ToString();
        return await parts.Pages.PageAsync<JoinPage>(
            context, parts.Reads, (nameof(JoinPage.Problem), problem), (nameof(JoinPage.Code), code),
            (nameof(JoinPage.Name), form?["name"].ToString() ?? ""), (nameof(JoinPage.For), parts.Invitations.Find(code)?.Invitation));
    }
}

internal sealed record LoginBody(string Name, string Password, string? Code = null);

internal sealed record LoggedInBody(string Name, IReadOnlyList<string> Roles);
