using System.Security.Claims;
using System.Threading.RateLimiting;
using Estate.Gateway.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Estate.Gateway.Web;

/// <summary>
/// The browser's way in for people with a token: typed once, then a cookie for a shift. Its keys are in the data folder, so a
/// restart logs nobody out.
/// </summary>
internal static class StaffLogin
{
    private const string Path = "/staff/login";
    private const string Throttle = "login";
    private const int TriesPerMinute = 10;
    private static readonly TimeSpan Shift = TimeSpan.FromHours(12);

    internal static void AddStaffLogin(this IServiceCollection services, DataFolder folder)
    {
        services.AddDataProtection().SetApplicationName("estate").PersistKeysToFileSystem(new(folder.BrowserKeys));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            (options.Cookie.Name, options.Cookie.SameSite, options.Cookie.HttpOnly) = ("staff", SameSiteMode.Strict, true);
            (options.ExpireTimeSpan, options.SlidingExpiration, options.LoginPath) = (Shift, true, Path);
        });
        services.AddRateLimiter(options => options.AddPolicy(Throttle, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = TriesPerMinute, Window = TimeSpan.FromMinutes(1) })).RejectionStatusCode = StatusCodes.Status429TooManyRequests);
    }

    internal static void MapStaffLogin(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        Access.Check(app);
        var everyone = app.MapGroup("").Open();
        everyone.MapGet(Path, (HttpContext context, PageReads reads, PageRenderer pages) => PageAsync(context, reads, pages, isWrong: false));
        everyone.MapPost(Path, LogInAsync).RequireRateLimiting(Throttle);
        everyone.MapPost("/staff/logout", async (HttpContext context) =>
        {
            if (IsFromHere(context.Request))
                await context.SignOutAsync();
            return Results.Redirect(Path);
        });
    }

    internal static string PathFor(HttpRequest request) => QueryString.Create("next", request.Path).ToUriComponent() is var query ? Path + query : Path;

    /// <summary>
    /// A request that changes something comes from our own pages, or from a program with a token. Browsers say where it comes
    /// from (Sec-Fetch-Site), older ones at least by Origin.
    /// </summary>
    internal static bool IsFromHere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.Authorization.Count > 0)
            return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site is "same-origin" or "none" : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
    }

    private static async Task<IResult> LogInAsync(HttpContext context, Operators operators, PageReads reads, PageRenderer pages)
    {
        var form = IsFromHere(context.Request) && context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        if (form is null || operators.FindByToken(form["code"].ToString()) is not { } who)
            return await PageAsync(context, reads, pages, isWrong: true);
        await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, who.Name), new(Operators.Stamp, operators.StampOf(who))], CookieAuthenticationDefaults.AuthenticationScheme)));
        var next = form["next"].ToString();
        // Only to a page of ours.
        return Results.LocalRedirect(next.StartsWith("/staff/", StringComparison.Ordinal) ? next : who.Role == OperatorRole.Engineer ? "/staff/rules" : "/staff/alerts");
    }

    private static async Task<IResult> PageAsync(HttpContext context, PageReads reads, PageRenderer pages, bool isWrong)
    {
        var language = Language.Of(context);
        if (isWrong)
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return await pages.PageAsync<LoginPage>(new Dictionary<string, object?>
        {
            [nameof(LoginPage.Language)] = language,
            [nameof(LoginPage.Estate)] = language.Pick(reads.Model.Name),
            [nameof(LoginPage.IsWrong)] = isWrong,
            [nameof(LoginPage.Next)] = context.Request.Query["next"].ToString(),
        });
    }
}
