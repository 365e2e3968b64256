using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>The reader's language: the one chosen (<c>?lang=</c>, kept in a cookie), else the browser's, else Chinese.</summary>
public sealed record Language(bool IsChinese)
{
    private const string Cookie = "lang";

    public string Code => IsChinese ? "zh-CN" : "en";

    public string Pick(Text text) => IsChinese ? text.Zh : text.En;

    public string Pick(string zh, string en) => IsChinese ? zh : en;

    /// <summary>Found once for a request.</summary>
    public static Language Of(HttpContext context)
    {
        if (context.Items[typeof(Language)] is not Language language)
            context.Items[typeof(Language)] = language = Find(context);
        return language;
    }

    private static Language Find(HttpContext context)
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
