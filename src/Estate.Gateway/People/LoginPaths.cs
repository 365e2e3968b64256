namespace Estate.Gateway.People;

/// <summary>Where people come in.</summary>
internal static class LoginPaths
{
    internal const string Login = "/login";
    internal const string Api = "/api/login";
    internal const string Join = "/join";

    /// <summary>Whoever is asked for here begins anew.</summary>
    internal static bool IsWayIn(HttpRequest? request) => request is not null && HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments(Login) || request.Path.StartsWithSegments(Api) || request.Path.StartsWithSegments(Join));
}
