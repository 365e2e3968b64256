using Estate.District.Accounts;
using Estate.District.Accounts.OpenId;

namespace Estate.District.Pages;

/// <summary>The way in and out, and what a page needs before that.</summary>
internal static class LoginEndpoints
{
    private static readonly byte[] Css = ReadCss();

    internal static void MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapGet("/district.css", () => Results.Bytes(Css, "text/css; charset=utf-8")).AllowAnonymous();
        app.MapGet("/login", (HttpContext context, PageRenderer pages) => PageAsync(
            context, pages, Here(context.Request.Query["ReturnUrl"]), context.Request.Query["problem"].ToString() switch
            {
                "provider" => LoginProblem.Refused,
                "away" => LoginProblem.Away,
                _ => LoginProblem.None,
            })).AllowAnonymous();
        app.MapPost("/login", LogInAsync).AllowAnonymous();
        app.MapPost("/logout", OpenIdEndpoints.LogOutAsync);
        app.MapOpenId(app.ServiceProvider.GetRequiredService<DistrictSettings>().Provider, Here);
    }

    /// <summary>
    /// What changes something comes from our own pages: browsers say so (Sec-Fetch-Site), older ones at least by Origin.
    /// </summary>
    internal static bool IsFromHere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site is "same-origin" or "none"
            : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
    }

    private static async Task<IResult> LogInAsync(HttpContext context, Logins logins, PageRenderer pages)
    {
        if (!context.Request.HasFormContentType)
            return Results.BadRequest();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var next = Here(form["next"]);
        if (await logins.TryAsync(form["name"].ToString().Trim(), form["password"].ToString(), context.RequestAborted) is not { } account)
            return await PageAsync(context, pages, next, LoginProblem.Wrong);
        await AccountServices.LogInAsync(context, account);
        return Results.Redirect(next);
    }

    private static Task<IResult> PageAsync(HttpContext context, PageRenderer pages, string next, LoginProblem problem) =>
        pages.PageAsync<LoginPage>(
            Language.Of(context), null, (nameof(LoginPage.Problem), problem), (nameof(LoginPage.Next), next),
            (nameof(LoginPage.HasProvider), context.RequestServices.GetRequiredService<DistrictSettings>().Provider is not null));

    /// <summary>An address of this service, in letters that a header has; the first page where it is none.</summary>
    private static string Here(string? next) =>
        next is ['/', not ('/' or '\\'), ..] && next.All(letter => letter is > ' ' and < '\u007f') ? next : "/";

    private static byte[] ReadCss()
    {
        using var css = typeof(LoginEndpoints).Assembly.GetManifestResourceStream("district.css")!;
        using var bytes = new MemoryStream();
        css.CopyTo(bytes);
        return bytes.ToArray();
    }
}
