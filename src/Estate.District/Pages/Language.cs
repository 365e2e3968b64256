using Estate.District.Estates;

namespace Estate.District.Pages;

/// <summary>The reader's language: the one chosen (<c>?lang=</c>, kept in a cookie), else the browser's, else Chinese.</summary>
public sealed record Language(bool IsChinese)
{
    private const string Cookie = "lang";

    internal string Code => IsChinese ? "zh-CN" : "en";

    internal string Pick(string zh, string en) => IsChinese ? zh : en;

    internal string Pick(NameInBoth name) => Pick(name.Zh, name.En);

    internal static Language Of(HttpContext context)
    {
        var chosen = context.Request.Query["lang"].ToString();
        if (chosen is "zh" or "en")
            context.Response.Cookies.Append(
                Cookie, chosen, new CookieOptions { SameSite = SameSiteMode.Strict, HttpOnly = true, MaxAge = TimeSpan.FromDays(365) });
        else
            chosen = context.Request.Cookies[Cookie] ?? "";
        if (chosen is not ("zh" or "en"))
            chosen = context.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh";
        return new(chosen == "zh");
    }
}
