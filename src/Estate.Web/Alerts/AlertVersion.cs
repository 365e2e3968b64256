using System.Collections.Concurrent;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

/// <summary>The list at one moment. A page of it is written when somebody looks, once for all who read it in one language.</summary>
internal sealed class AlertVersion(
    IReadOnlyList<Alert> open, IReadOnlyList<Silence> silences, DeviceNames names,
    Func<AlertVersion, ListQuery, Language, Task<string>> write)
{
    internal const int Size = 50;
    private readonly ConcurrentDictionary<(int Page, bool IsChinese), Task<string>> _pages = [];

    internal IReadOnlyList<Alert> Open => open;

    internal IReadOnlyList<Silence> Silences => silences;

    internal (IReadOnlyList<Alert> Shown, ListPart Part) Cut(ListQuery query) => query.Cut(open, Size, WordsOf);

    /// <summary>A page that is not there is not kept: there is no end of them.</summary>
    internal Task<string> HtmlAsync(ListQuery query, Language language) =>
        query.Search.Length > 0 || (query.Page - 1) * (long)Size > open.Count ? write(this, query, language)
        : _pages.GetOrAdd((query.Page, language.IsChinese), _ => write(this, query, language));

    internal async Task<ReadOnlyMemory<byte>> EventAsync(ListQuery query, Language language) =>
        LivePages.Event("list", await HtmlAsync(query, language));

    /// <summary>What people look for: the alert, and where it is.</summary>
    private string WordsOf(Alert alert) =>
        $"{alert.Title.Zh} {alert.Title.En} {names.SearchText(alert.Key.Device)} {alert.Key.Component}";
}
