using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Storage.People;
using Microsoft.AspNetCore.DataProtection;

namespace Estate.Gateway.People;

/// <summary>
/// Browsers that somebody has logged in with before: a stranger's wrong passwords close a name to strangers, not to them. A
/// cookie says which person and, so that its own wrong passwords are counted, which browser; it lets nobody in.
/// </summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection)
{
    /// <summary>One cookie for each person: several share the desk's computer.</summary>
    private const string Cookie = "known-";
    private const int MaxPeople = 20;
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(365);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("people.known").ToTimeLimitedDataProtector();

    /// <summary>As whose browser it is known; nobody's for a stranger's.</summary>
    internal IReadOnlyList<KnownBrowser> Find(HttpRequest request)
    {
        var cookies = request.Cookies.Where(cookie => cookie.Key.StartsWith(Cookie, StringComparison.Ordinal)).Take(MaxPeople);
        return [.. cookies.Select(cookie => Open(cookie.Value)).OfType<KnownBrowser>()];
    }

    /// <summary>Knows it from now on, as this person's alone.</summary>
    internal void Remember(HttpContext context, Person person)
    {
        var name = Cookie + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person.Id)))[..12];
        var browser = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(name, _protector.Protect($"{person.Id} {browser}", Lasts),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, MaxAge = Lasts });
    }

    private KnownBrowser? Open(string cookie)
    {
        try
        {
            return _protector.Unprotect(cookie).Split(' ') is [var person, var id] ? new(person, id) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>A browser this person has logged in with.</summary>
internal sealed record KnownBrowser(string Person, string Id);
