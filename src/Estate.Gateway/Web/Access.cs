using Estate.Domain.Devices;

namespace Estate.Gateway.Web;

/// <summary>Who may use an endpoint; null: everybody. One that does not say is for nobody.</summary>
/// <param name="IsPage">Who is not logged in is shown where.</param>
internal sealed record Access(IReadOnlyList<OperatorRole>? Roles, bool IsPage)
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
        if (access is { Roles: null })
            await next(context);
        else if (access is null)
            await Refused("nobody", "this is for nobody").ExecuteAsync(context);
        else if (Obstacle(access, context) is { } obstacle)
            await obstacle.ExecuteAsync(context);
        else
            await next(context);
    });

    private static IResult? Obstacle(Access access, HttpContext context)
    {
        var request = context.Request;
        var who = context.RequestServices.GetRequiredService<Operators>().Identify(request);
        context.Items[nameof(Operators)] = who;
        var isAllowed = who is not null && access.Roles!.Contains(who.Role);
        if (access.IsPage)
            return !isAllowed && HttpMethods.IsGet(request.Method) ? Results.Redirect(StaffLogin.PathFor(request))
                : isAllowed && StaffLogin.IsFromHere(request) ? null : Results.StatusCode(StatusCodes.Status403Forbidden);
        return who is null ? Refused("token_needed", "send Authorization: Bearer TOKEN with a token of secrets/operators.csv", StatusCodes.Status401Unauthorized)
            : !isAllowed ? Refused("not_your_role", $"this is for {string.Join(" or ", access.Roles!.Select(role => Words.Of(role)))}, {who.Name} is {Words.Of(who.Role)}")
            : !StaffLogin.IsFromHere(request) ? Refused("other_site", "a page of another site may not order anything here")
            : null;
    }

    private static IResult Refused(string reason, string detail, int status = StatusCodes.Status403Forbidden) => Results.Json(new { reason, detail }, statusCode: status);
}

/// <summary>How endpoints say who may use them.</summary>
internal static class AccessConventions
{
    /// <summary>Everything in the group needs a person of one of those roles, by token or login.</summary>
    internal static RouteGroupBuilder Require(this RouteGroupBuilder group, params OperatorRole[] roles) => group.WithMetadata(new Access(roles, IsPage: false));

    /// <summary>As <see cref="Require"/>, for pages.</summary>
    internal static RouteGroupBuilder RequirePage(this RouteGroupBuilder group, params OperatorRole[] roles) => group.WithMetadata(new Access(roles, IsPage: true));

    /// <summary>For everybody, also who is not logged in.</summary>
    internal static RouteGroupBuilder Open(this RouteGroupBuilder group) => group.WithMetadata(new Access(null, IsPage: false));
}
