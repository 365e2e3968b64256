using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Estate.Adapters.Storage.People;
using Estate.Gateway.Pipeline;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using NodaTime;

namespace Estate.Gateway.People;

/// <summary>Logins are rows here, and a cookie holds only which: a row that is gone is a login that ended.</summary>
internal sealed class BrowserSessions(SessionTable table, GatewayClock clock, IHttpContextAccessor requests) : ITicketStore
{
    internal const string Stamp = "stamp";
    private const int LongestName = 120;

    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var browser = requests.HttpContext?.Request.Headers.UserAgent.ToString() ?? "";
        table.Insert(
            new Session(
                IdOf(key), PersonOf(ticket.Principal), clock.Now, clock.Now, ExpiryOf(ticket),
                browser[..Math.Min(browser.Length, LongestName)]),
            ticket.Principal.FindFirstValue(Stamp)!, TicketSerializer.Default.Serialize(ticket));
        return Task.FromResult(key);
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        table.Renew(IdOf(key), clock.Now, ExpiryOf(ticket), TicketSerializer.Default.Serialize(ticket));
        return Task.CompletedTask;
    }

    /// <summary>Every login gets a new session: an earlier one, perhaps planted by somebody else, is not continued.</summary>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) =>
        Task.FromResult(
            !LoginPaths.IsWayIn(requests.HttpContext?.Request) && table.Find(IdOf(key), clock.Now) is { } ticket
            ? TicketSerializer.Default.Deserialize(ticket) : null);

    public Task RemoveAsync(string key)
    {
        table.Remove(IdOf(key));
        return Task.CompletedTask;
    }

    internal static string PersonOf(ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier)!;

    private Instant ExpiryOf(AuthenticationTicket ticket) =>
        ticket.Properties.ExpiresUtc is { } at ? Instant.FromDateTimeOffset(at) : clock.Now + Duration.FromHours(12);

    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
