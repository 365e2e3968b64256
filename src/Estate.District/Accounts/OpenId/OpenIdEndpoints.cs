using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Estate.District.Accounts.OpenId;

/// <summary>The way to the provider and back out.</summary>
internal static class OpenIdEndpoints
{
    internal const string ToProvider = "/login/provider";

    /// <param name="here">An address of this service, or the first page where it is none.</param>
    internal static void MapOpenId(this IEndpointRouteBuilder app, OpenIdProvider? provider, Func<string?, string> here)
    {
        if (provider is null)
            return;
        app.MapGet(ToProvider, async (HttpContext context, IOptionsMonitor<OpenIdConnectOptions> options) =>
            await FindAsync(options.Get(OpenIdServices.Scheme), context.RequestAborted) is not null
                ? Results.Challenge(new() { RedirectUri = here(context.Request.Query["ReturnUrl"]) }, [OpenIdServices.Scheme])
                : Results.Redirect("/login?problem=away")).AllowAnonymous();
    }

    /// <summary>Who came by the provider leaves there, too; here in any case.</summary>
    internal static async Task LogOutAsync(HttpContext context)
    {
        var options = context.RequestServices.GetService<IOptionsMonitor<OpenIdConnectOptions>>();
        var isThere = options is not null && OpenIdSession.Is(context.User)
            && await FindAsync(options.Get(OpenIdServices.Scheme), context.RequestAborted) is { EndSessionEndpoint.Length: > 0 };
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (isThere)
            await context.SignOutAsync(OpenIdServices.Scheme, new() { RedirectUri = "/login" });
        else
            context.Response.Redirect("/login");
    }

    /// <summary>What it says of itself; null where it is away, which keeps nobody out who has an account here.</summary>
    private static async Task<OpenIdConnectConfiguration?> FindAsync(OpenIdConnectOptions options, CancellationToken stop)
    {
        try
        {
            return options.ConfigurationManager is { } known ? await known.GetConfigurationAsync(stop) : null;
        }
        catch (Exception away) when (away is InvalidOperationException or IOException or HttpRequestException or TimeoutException)
        {
            return null;
        }
    }
}
