using System.Security.Claims;
using Estate.District.Accounts.OpenId;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Estate.District.Accounts;

/// <summary>Who may come in: nobody who has not logged in, except where an address says otherwise.</summary>
internal static class AccountServices
{
    private const string Stamp = "stamp";
    private static readonly TimeSpan LoginLasts = TimeSpan.FromHours(12);

    internal static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountRows>().AddSingleton<Logins>().AddSingleton<IXmlRepository, KeyRing>();
        services.AddDataProtection().SetApplicationName("district");
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((options, keys) => options.XmlRepository = keys);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            (options.Cookie.Name, options.Cookie.SameSite, options.Cookie.HttpOnly, options.Cookie.SecurePolicy) = (
                "district", SameSiteMode.Strict, true, CookieSecurePolicy.SameAsRequest);
            (options.ExpireTimeSpan, options.SlidingExpiration, options.LoginPath) = (LoginLasts, true, "/login");
            options.Events.OnValidatePrincipal = CheckAsync;
            options.Events.OnRedirectToLogin = AskToLogIn;
        });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>Of somebody who is logged in.</summary>
    internal static Account AccountOf(HttpContext context) => (Account)context.Items[typeof(Account)]!;

    internal static Task LogInAsync(HttpContext context, KeptAccount account) => context.SignInAsync(
        new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.Name, account.Account.Name), new(Stamp, account.Stamp)], CookieAuthenticationDefaults.AuthenticationScheme)));

    /// <summary>Each request asks the table: who is removed, or gets another area, is so at once.</summary>
    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        if (OpenIdSession.Is(context.Principal))
        {
            CheckOpenId(context);
            return;
        }
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountRows>();
        var name = context.Principal?.Identity?.Name;
        var kept = name is null ? null : await accounts.FindAsync(name, context.HttpContext.RequestAborted);
        if (kept is null || kept.Stamp != context.Principal?.FindFirstValue(Stamp))
            context.RejectPrincipal();
        else
            context.HttpContext.Items[typeof(Account)] = kept.Account;
    }

    private static void CheckOpenId(CookieValidatePrincipalContext context)
    {
        var settings = context.HttpContext.RequestServices.GetRequiredService<DistrictSettings>();
        if (OpenIdSession.AccountOf(context.Principal!, settings.Provider) is { } account)
            context.HttpContext.Items[typeof(Account)] = account;
        else
            context.RejectPrincipal();
    }

    private static Task AskToLogIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
