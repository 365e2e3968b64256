using System.Globalization;

namespace Estate.Web.Shared;

/// <summary>
/// How large this browser shows things: the elder mode (长辈版) and its text size, chosen by <c>?elder=</c>, kept in a cookie.
/// </summary>
/// <param name="TextSize">In CSS pixels, 18 to 30 (MIIT's guideline of 2021); null: the ordinary mode.</param>
public sealed record Display(int? TextSize)
{
    private const string Cookie = "elder";
    private const int Smallest = 18;
    private const int Largest = 30;
    private const int Step = 4;

    /// <summary>What the elder mode begins with.</summary>
    public const int Usual = 22;

    public bool IsElder => TextSize is not null;

    /// <summary>One step smaller, or null where there is none.</summary>
    public int? Smaller => TextSize - Step >= Smallest ? TextSize - Step : null;

    public int? Larger => TextSize + Step <= Largest ? TextSize + Step : null;

    /// <summary>The class of the page's body.</summary>
    public string? Class => TextSize is { } size ? string.Create(CultureInfo.InvariantCulture, $"elder size-{size}") : null;

    internal static Display Of(HttpContext context)
    {
        var chosen = context.Request.Query["elder"].ToString();
        var isChosen = chosen.Length > 0 && !context.Response.HasStarted;
        if (chosen.Length == 0)
            chosen = context.Request.Cookies[Cookie] ?? "";
        int? size = int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Smallest
            ? Smallest + (Math.Min(number, Largest) - Smallest) / Step * Step : null;
        if (isChosen)
            context.Response.Cookies.Append(
                Cookie, (size ?? 0).ToString(CultureInfo.InvariantCulture),
                new CookieOptions { SameSite = SameSiteMode.Strict, HttpOnly = true, MaxAge = TimeSpan.FromDays(365) });
        return new(size);
    }
}
