using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.People;

namespace Estate.Gateway.Web;

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
        if (access is null)
            await Refused("nobody", "this is for nobody").ExecuteAsync(context);
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
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers.Authorization.Count > 0)
            return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site is "same-origin" or "none" : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
    }

    private static IResult? Obstacle(Access access, HttpContext context)
    {
        var request = context.Request;
        if (access.Roles is null)
            return IsFromHere(request) ? null : Refused("other_site", "a page of another site may not order anything here");
        var who = Callers.Find(context);
        var isAllowed = who is not null && access.Roles.Any(who.Roles.Contains) && who.Reaches(request);
        if (access.IsPage)
            return !isAllowed && HttpMethods.IsGet(request.Method) ? Results.Redirect(LoginPages.PathFor(request))
                : isAllowed && IsFromHere(request) ? null : Results.StatusCode(StatusCodes.Status403Forbidden);
        return who is null ? Refused("token_needed", "log in, or send Authorization: Bearer TOKEN with a token of this estate", StatusCodes.Status401Unauthorized)
            : !isAllowed ? Refused("not_your_role", $"this is for {string.Join(" or ", access.Roles.Select(role => Words.Of(role)))}; {who.Name} is {string.Join(", ", who.Roles.Select(role => Words.Of(role)))}{(who.Scopes is { } scopes ? $" with {string.Join(' ', scopes)}" : "")}")
            : !IsFromHere(request) ? Refused("other_site", "a page of another site may not order anything here")
            : null;
    }

    private static IResult Refused(string reason, string detail, int status = StatusCodes.Status403Forbidden) => Results.Json(new { reason, detail }, statusCode: status);
}

/// <summary>How endpoints say who may use them.</summary>
internal static class AccessConventions
{
    /// <summary>Everything in the group needs a person of one of those roles, by token or login.</summary>
    internal static RouteGroupBuilder Require(this RouteGroupBuilder group, params Role[] roles) => group.WithMetadata(new Access(roles, IsPage: false));

    /// <summary>As <see cref="Require"/>, for pages.</summary>
    internal static RouteGroupBuilder RequirePage(this RouteGroupBuilder group, params Role[] roles) => group.WithMetadata(new Access(roles, IsPage: true));

    /// <summary>For everybody, also who is not logged in.</summary>
    internal static RouteGroupBuilder Open(this RouteGroupBuilder group) => group.WithMetadata(new Access(null, IsPage: false));
}
