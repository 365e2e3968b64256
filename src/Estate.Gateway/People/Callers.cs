using System.Security.Claims;
using Estate.Adapters.Storage.People;

namespace Estate.Gateway.People;

/// <summary>Tells who is behind a request.</summary>
internal sealed class Callers(PeopleTable people, Tokens tokens)
{
    /// <summary>By <c>Authorization: Bearer TOKEN</c> or, in a browser, by the login; null for nobody.</summary>
    internal Caller? Identify(HttpContext context)
    {
        if (TokenOf(context.Request) is { } sent)
            return tokens.Find(sent) is { } token ? new(token.Name, token.Roles, Scopes: token.Scopes) : null;
        return PersonBehind(context) is { } person ? new(person.Name, person.AllRoles(), person.Id, person.Household) : null;
    }

    /// <summary>What a program sent; null where the request can only be a browser's.</summary>
    internal static string? TokenOf(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.Ordinal) ? header[scheme.Length..] : null;
    }

    /// <summary>Whose login it is; as the account is now, so that who was taken out, or has a new password, is out.</summary>
    internal Person? PersonBehind(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } && people.Find(BrowserSessions.PersonOf(context.User)) is { } person
            && context.User.FindFirstValue(BrowserSessions.Stamp) == person.Stamp ? person : null;

    /// <summary>The caller, if there is one; identified once for a request.</summary>
    internal static Caller? Find(HttpContext context)
    {
        if (!context.Items.TryGetValue(nameof(Caller), out var known))
        {
            context.Items[nameof(Caller)] = known = context.RequestServices.GetRequiredService<Callers>().Identify(context);
            if (known is not null)
                KeepNowhere(context.Response);
        }
        return (Caller?)known;
    }

    /// <summary>What depends on who asks is kept by no browser or proxy: the next one at the desk's computer is somebody else.</summary>
    internal static void KeepNowhere(HttpResponse response) => response.OnStarting(() =>
    {
        response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    });

    /// <summary>The caller, where the endpoint is for nobody else.</summary>
    internal static Caller Of(HttpContext context) => Find(context)!;
}
