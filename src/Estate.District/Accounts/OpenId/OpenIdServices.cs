using Estate.District.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Estate.District.Accounts.OpenId;

/// <summary>Logins by any provider that speaks OpenID Connect: a code with PKCE, what else there is to know by its discovery.</summary>
internal static partial class OpenIdServices
{
    internal const string Scheme = "openid";

    /// <summary>Where the provider sends people back to, after a login and after a logout.</summary>
    internal const string Callback = "/login/callback", LoggedOut = "/logout/callback";

    private const string Again = "again";

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2), LongestLogin = TimeSpan.FromMinutes(15),
        LongestAnswer = TimeSpan.FromSeconds(10), KeysAnewAfter = TimeSpan.FromSeconds(30);

    /// <summary>Of a provider's own key only: what anybody who knows the client's secret could sign proves nothing.</summary>
    private static readonly string[] Signatures =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Nothing where there is no provider.</summary>
    internal static IServiceCollection AddOpenId(this IServiceCollection services, OpenIdProvider? provider)
    {
        if (provider is null)
            return services;
        services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, provider));
        // A browser comes back from the provider's pages: a strict cookie would not be sent with that step. What changes something is
        // guarded by where it comes from (LoginEndpoints.IsFromHere), not by the cookie.
        services.PostConfigure<CookieAuthenticationOptions>(
            CookieAuthenticationDefaults.AuthenticationScheme, options => options.Cookie.SameSite = SameSiteMode.Lax);
        return services;
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdProvider provider)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (provider.Authority, provider.ClientId, provider.Secret);
        options.RequireHttpsMetadata = new Uri(provider.Authority).Scheme == Uri.UriSchemeHttps;
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (
            OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        options.SignInScheme = options.SignOutScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        // A provider's picture in somebody's page must not log anybody out of here: only our own button does.
        (options.CallbackPath, options.SignedOutCallbackPath, options.RemoteSignOutPath, options.SignedOutRedirectUri) = (
            Callback, LoggedOut, default, "/login");
        (options.GetClaimsFromUserInfoEndpoint, options.MapInboundClaims, options.DisableTelemetry) = (true, false, true);
        (options.RemoteAuthenticationTimeout, options.BackchannelTimeout) = (LongestLogin, LongestAnswer);
        (options.ProtocolValidator.NonceLifetime, options.RefreshInterval) = (LongestLogin, KeysAnewAfter);
        options.Scope.Clear();
        foreach (var scope in provider.Scopes)
            options.Scope.Add(scope);
        foreach (var claim in new[] { provider.Claim, provider.NameClaim })
            options.ClaimActions.MapJsonKey(claim, claim);
        (options.TokenValidationParameters.ClockSkew, options.TokenValidationParameters.ValidAlgorithms) = (ClockSkew, Signatures);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy, cookie.HttpOnly) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest, true);
        options.Events = new()
        {
            OnTokenValidated = KeepForLogout,
            OnTicketReceived = context => ReceiveAsync(context, provider),
            OnRemoteFailure = FailAsync,
        };
    }

    /// <summary>The provider wants its token back when somebody logs out; no other is kept.</summary>
    private static Task KeepForLogout(TokenValidatedContext context)
    {
        if (context.TokenEndpointResponse?.IdToken is { } token)
            context.Properties?.StoreTokens([new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = token }]);
        return Task.CompletedTask;
    }

    private static async Task ReceiveAsync(TicketReceivedContext context, OpenIdProvider provider)
    {
        if (OpenIdSession.Of(context.Principal!, provider) is { } known)
        {
            context.Principal = known;
            var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            (context.Properties!.IssuedUtc, context.Properties.ExpiresUtc, context.Properties.AllowRefresh) = (
                now, now.AddHours(provider.SessionHours), false);
            return;
        }
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        var page = await context.HttpContext.RequestServices.GetRequiredService<PageRenderer>().PageAsync<NoAreaPage>(
            Language.Of(context.HttpContext), null, (nameof(NoAreaPage.Who), OpenIdSession.NameOf(context.Principal!, provider)),
            (nameof(NoAreaPage.Contact), provider.Contact));
        await page.ExecuteAsync(context.HttpContext);
    }

    /// <summary>
    /// Whatever was wrong with it, nobody is in; the log has the reason, which names nobody. A key that is not known yet may be the
    /// provider's new one: its list is fetched anew meanwhile, and whoever logs in is sent there once more.
    /// </summary>
    private static async Task FailAsync(RemoteFailureContext context)
    {
        LogRefused(
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OpenIdServices)),
            context.Failure?.GetType().Name ?? "nothing said");
        context.HandleResponse();
        if (context is { Failure: SecurityTokenSignatureKeyNotFoundException, Properties: { } properties }
            && properties.Items.TryAdd(Again, "yes"))
            await context.HttpContext.ChallengeAsync(Scheme, new() { RedirectUri = properties.RedirectUri, Items = { [Again] = "yes" } });
        else
            context.Response.Redirect("/login?problem=provider");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login by the provider was refused: {Reason}")]
    private static partial void LogRefused(ILogger log, string reason);
}
