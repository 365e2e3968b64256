using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;

namespace Estate.Web.Shared;

/// <summary>Who may use an endpoint; null: everybody. One that does not say is for nobody.</summary>
/// <param name="IsPage">Who is not logged in is shown where.</param>
internal sealed record Access(IReadOnlyList<Role>? Roles, bool IsPage)
{
    /// <summary>Before any endpoint: default deny.</summary>
    internal static void Check(WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }
        var access = endpoint.Metadata.GetMetadata<Access>();
        if (access?.Roles is not null)
            Callers.KeepNowhere(context.Response);
        if (access is null)
            await ApiProblem.Of("nobody", "这个地址不对任何人开放", "this is for nobody", StatusCodes.Status403Forbidden).ExecuteAsync(context);
        else if (Obstacle(access, context) is { } obstacle)
            await obstacle.ExecuteAsync(context);
        else
            await next(context);
    });

    /// <summary>
    /// A request that changes something comes from our own pages, or from a program with a token. Browsers say where it comes
    /// from (Sec-Fetch-Site), older ones at least by Origin.
    /// </summary>
    private static bool IsFromHere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || Callers.TokenOf(request) is not null)
            return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site is "same-origin" or "none" : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && origin.Authority == request.Host.Value;
    }

    private static IResult? Obstacle(Access access, HttpContext context)
    {
        var request = context.Request;
        if (access.Roles is null)
            return IsFromHere(request) ? null : OtherSite;
        var who = Callers.Find(context);
        var isAllowed = who is not null && access.Roles.Any(who.Roles.Contains) && who.Reaches(request);
        if (access.IsPage)
            return !isAllowed && HttpMethods.IsGet(request.Method) ? Results.Redirect(LoginPaths.For(request))
                : isAllowed && IsFromHere(request) ? null : Results.StatusCode(StatusCodes.Status403Forbidden);
        return who is null
            ? ApiProblem.Of(
                "token_needed", "请登录，或带上令牌 Authorization: Bearer TOKEN",
                "log in, or send Authorization: Bearer TOKEN with a token of this estate", StatusCodes.Status401Unauthorized)
            : !access.Roles.Any(who.Roles.Contains) ? NotYours(access.Roles, who)
            : !isAllowed ? OutOfScope(who, Caller.ScopeOf(request))
            : !IsFromHere(request) ? OtherSite
            : null;
    }

    private static ApiProblem OtherSite =>
        ApiProblem.Of(
            "other_site", "别的网站的网页不能在这里下指令", "a page of another site may not order anything here", StatusCodes.Status403Forbidden);

    private static ApiProblem OutOfScope(Caller who, string needed)
    {
        var scopes = string.Join(' ', who.Scopes ?? []);
        return ApiProblem.Of(
            "not_in_scope", $"令牌 {who.Name} 的范围是 {scopes}；这里要 {needed}", $"the token {who.Name} reaches {scopes}; this needs {needed}",
            StatusCodes.Status403Forbidden);
    }

    private static ApiProblem NotYours(IReadOnlyList<Role> roles, Caller who) => ApiProblem.Of(
        "not_your_role", $"只有{AccountTexts.Of(roles).Zh}可以；{who.Name} 是{AccountTexts.Of(who.Roles).Zh}",
        $"this is for {string.Join(" or ", roles.Select(role => WireName.Of(role)))}; {who.Name} is "
            + $"{string.Join(", ", who.Roles.Select(role => WireName.Of(role)))}", StatusCodes.Status403Forbidden);
}
