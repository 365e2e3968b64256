using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Estate.District.Accounts.OpenId;

/// <summary>
/// What is kept of a login at the provider: what somebody is called there, and the value that gives the area. What that value means is
/// asked of the file's mapping at each request; that the provider took it away is seen at the next login, when the session has ended.
/// </summary>
internal static class OpenIdSession
{
    private const string Value = "openid_value";

    internal static bool Is(ClaimsPrincipal? principal) => principal?.FindFirst(Value) is not null;

    /// <summary>Null where no value, or more than one area, is mapped: nothing is guessed.</summary>
    internal static ClaimsPrincipal? Of(ClaimsPrincipal from, OpenIdProvider provider)
    {
        var mapped = from.FindAll(provider.Claim).Select(claim => claim.Value).Distinct(StringComparer.Ordinal)
            .Where(value => provider.Find(value) is not null).ToList();
        if (mapped.Select(value => provider.Find(value)).Distinct().Count() != 1)
            return null;
        return new(new ClaimsIdentity(
            [new(ClaimTypes.Name, NameOf(from, provider)), new(Value, mapped[0])], CookieAuthenticationDefaults.AuthenticationScheme));
    }

    /// <summary>Null where its value means nothing any more, or logins come from nowhere now.</summary>
    internal static Account? AccountOf(ClaimsPrincipal principal, OpenIdProvider? provider) =>
        principal.Identity?.Name is { } name && principal.FindFirstValue(Value) is { } value
            && provider?.Find(value) is var (level, area) ? new(name, level, area) : null;

    /// <summary>With the provider's host behind it: nobody there is taken for an account kept here.</summary>
    internal static string NameOf(ClaimsPrincipal from, OpenIdProvider provider)
    {
        var name = from.FindFirstValue(provider.NameClaim) ?? from.FindFirstValue("email") ?? from.FindFirstValue("sub") ?? "";
        var plain = string.Concat(name.Where(letter => !char.IsControl(letter)).Take(Logins.LongestName));
        return $"{plain}@{new Uri(provider.Authority).Host}";
    }
}
