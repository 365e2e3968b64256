namespace Estate.Gateway.People;

/// <summary>Where people come in.</summary>
internal static class LoginPaths
{
    internal const string Login = "/login";
    internal const string Api = "/api/login";
    internal const string Join = "/join";

    /// <summary>The way in, and from there on to where somebody wanted to go.</summary>
    internal static string For(HttpRequest request) => Login + QueryString.Create("next", request.Path).ToUriComponent();

    /// <summary>Whoever is asked for here starts over.</summary>
    internal static bool IsWayIn(HttpRequest? request) => request is not null && HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments(Login) || request.Path.StartsWithSegments(Api) || request.Path.StartsWithSegments(Join));
}
