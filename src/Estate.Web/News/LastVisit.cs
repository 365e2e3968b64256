using System.Globalization;
using NodaTime;

namespace Estate.Web.News;

/// <summary>
/// When this browser was here before, kept in a cookie of its own and nowhere else. A visit lasts until nothing was looked at for half an
/// hour: what is news stays news while somebody goes to and fro.
/// </summary>
/// <param name="Since">News is what came about after it.</param>
/// <param name="IsFirst">No earlier visit is known: a week is looked back.</param>
public sealed record LastVisit(Instant Since, bool IsFirst)
{
    private const string Cookie = "visit";
    private static readonly Duration Lasts = Duration.FromMinutes(30), Week = Duration.FromDays(7), Longest = Duration.FromDays(90);

    internal static LastVisit Of(HttpContext context, Instant now)
    {
        var (before, last) = Read(context.Request.Cookies[Cookie]);
        if (last is null || last > now || now - last > Longest)
            (before, last) = (null, null);
        var since = last is { } seen && now - seen > Lasts ? seen : before;
        // A look in the background, such as a part of a page that is read again, is no visit.
        if (!context.Response.HasStarted && !context.Request.Headers.ContainsKey("HX-Request"))
            context.Response.Cookies.Append(
                Cookie, Write(since) + "-" + Write(now),
                new CookieOptions { SameSite = SameSiteMode.Lax, HttpOnly = true, MaxAge = Longest.ToTimeSpan() });
        return new(since ?? now - Week, since is null);
    }

    private static string Write(Instant? at) => at?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Nothing of what anybody may write there is believed but two times of the past.</summary>
    private static (Instant? Before, Instant? Last) Read(string? cookie) =>
        cookie?.Split('-') is [var before, var last] ? (At(before), At(last)) : (null, null);

    private static Instant? At(string text) =>
        text.Length is > 0 and < 15 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? Instant.FromUnixTimeMilliseconds(milliseconds) : null;
}
