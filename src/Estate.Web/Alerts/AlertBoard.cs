using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Estate.Web.Shared;

namespace Estate.Web.Alerts;

/// <summary>What burns now, as all staff see it.</summary>
internal sealed class AlertBoard(LiveFeed feed, AlertReactor desk, PageContext page)
    : LiveBoard<AlertVersion>(feed, page.Reads.Clock.Time)
{
    protected override TimeSpan AtMostEvery => TimeSpan.FromMilliseconds(200);

    protected override bool Concerns(DeviceId device) => device == AlertReactor.JournalId;

    protected override async Task<AlertVersion?> MakeAsync()
    {
        // The reactor belongs to the loop's thread; pages get a copy.
        var open = AlertViews.Sort(await page.Loop.InspectAsync(_ => desk.Open.Where(alert => alert.State != AlertState.Pending).ToList()));
        return new(open, await RenderAsync(open, new Language(true)), await RenderAsync(open, new Language(false)));
    }

    private Task<string> RenderAsync(IReadOnlyList<Alert> open, Language language) =>
        page.Pages.RenderAsync<AlertList>(new Dictionary<string, object?>
        {
            [nameof(AlertList.Alerts)] = open,
            [nameof(AlertList.Language)] = language,
            [nameof(AlertList.Zone)] = page.Reads.Zone,
            [nameof(AlertList.Now)] = page.Reads.Clock.Now,
        });
}

/// <summary>The list at one moment; shared by all who read it in one language.</summary>
internal sealed record AlertVersion(IReadOnlyList<Alert> Open, string Zh, string En)
{
    private readonly byte[] _zh = LivePages.Event("list", Zh);
    private readonly byte[] _en = LivePages.Event("list", En);

    internal string Html(Language language) => language.IsChinese ? Zh : En;

    internal byte[] Event(Language language) => language.IsChinese ? _zh : _en;
}
