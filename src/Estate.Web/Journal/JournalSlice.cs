using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Web.Shared;

namespace Estate.Web.Journal;

internal sealed class JournalSlice : IWebSlice
{
    private const string Path = "/staff/journal";
    private static readonly Text Title = new("记录", "Records");

    public IReadOnlyList<MenuEntry> Menu => [new(100, Role.Staff, Path, Title), new(130, Role.Engineer, Path, Title)];

    public IReadOnlyList<HelpSection> Help => [new(Path, "staff", 2)];

    public void MapTo(WebApplication app) => app.MapJournalPages();
}
