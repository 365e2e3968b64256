using System.Text;
using Microsoft.AspNetCore.Components;

namespace Estate.Web.Shared;

/// <summary>
/// Text within a textarea, where only &amp; and &lt; mean anything: the usual encoding makes eight bytes of a Chinese character and five of
/// a line's end, and a page several times as long as the text in it.
/// </summary>
internal static class TextAreaText
{
    /// <summary>Behind a line's end, which browsers leave out: the text may begin with one itself.</summary>
    internal static MarkupString Of(string text) => new("\n" + Escaped(text));

    /// <summary>As long as it is in a page.</summary>
    internal static int BytesOf(string text) => Encoding.UTF8.GetByteCount(Escaped(text));

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
