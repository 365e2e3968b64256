using Estate.Adapters.Storage.People;
using Estate.Gateway.Pipeline;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Estate.Gateway.People;

/// <summary>
/// ASP.NET Core Identity's services on our store, and the login's cookie. Keys are in the data folder, so a restart logs nobody out.
/// </summary>
internal static class PeopleSetup
{
    private const int TriesBeforeLock = 5;
    private static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);

    internal static IServiceCollection AddPeople(this IServiceCollection services, OpenedEstate estate)
    {
        var folder = estate.Folder;
        services.AddSingleton<Tokens>()
            .AddSingleton(provider => new Invitations(provider.GetRequiredService<PeopleTable>(), folder.PeopleKey(), estate.Clock))
            .AddSingleton(provider => new PeopleSecrets(folder.PeopleKey(), provider.GetRequiredService<IDataProtectionProvider>()))
            .AddSingleton<LoginService>().AddSingleton<KnownBrowsers>().AddSingleton<Callers>().AddSingleton<BrowserSessions>()
                .AddScoped<Accounts>().AddHttpContextAccessor();
        services.AddDataProtection().SetApplicationName("estate").PersistKeysToFileSystem(new(folder.BrowserKeys));
        services.AddIdentityCore<Person>(options =>
        {
            // Chinese names, with or without spaces; PasswordRules looks at passwords.
            options.User.AllowedUserNameCharacters = "";
            (options.Password.RequiredLength, options.Password.RequiredUniqueChars) = (1, 1);
            (options.Password.RequireDigit, options.Password.RequireLowercase, options.Password.RequireUppercase,
                options.Password.RequireNonAlphanumeric) = (false, false, false, false);
            (options.Lockout.MaxFailedAccessAttempts, options.Lockout.DefaultLockoutTimeSpan) = (TriesBeforeLock, Locked);
        }).AddUserStore<PersonStore>().AddPasswordValidator<PasswordRules>().AddTokenProvider<AuthenticatorTokenProvider<Person>>(
            TokenOptions.DefaultAuthenticatorProvider);
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            (options.Cookie.Name, options.Cookie.SameSite, options.Cookie.HttpOnly, options.Cookie.SecurePolicy) = (
                "session", SameSiteMode.Strict, true, CookieSecurePolicy.SameAsRequest);
            options.SlidingExpiration = true;
        });
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            // Logins begin by the gateway's clock, and end by it.
            .Configure<BrowserSessions, GatewayClock>(
                (options, sessions, clock) => (options.SessionStore, options.TimeProvider) = (sessions, clock.Time));
        return services;
    }
}
