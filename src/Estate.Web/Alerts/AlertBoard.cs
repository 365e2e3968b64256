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
        var (alerts, silences) = await page.Loop.InspectAsync(_ =>
            (desk.Open.Where(alert => alert.State != AlertState.Pending).ToList(), desk.Silences.ToList()));
        return new(AlertViews.Sort(alerts), silences, page.Reads.Names, WriteAsync);
    }

    /// <summary>As of this moment.</summary>
    internal Task<List<Silence>> SilencesAsync() => page.Loop.InspectAsync(_ => desk.Silences.ToList());

    private Task<string> WriteAsync(AlertVersion version, ListQuery query, Language language)
    {
        var (shown, part) = version.Cut(query);
        return page.Pages.RenderAsync<AlertList>(new Dictionary<string, object?>
        {
            [nameof(AlertList.Alerts)] = shown,
            [nameof(AlertList.Part)] = part,
            [nameof(AlertList.Urgent)] = version.Open.Count(alert =>
                alert is { State: AlertState.Open, Severity: Severity.High, SilencedUntil: null }),
            [nameof(AlertList.Language)] = language,
            [nameof(AlertList.Zone)] = page.Reads.Zone,
            [nameof(AlertList.Now)] = page.Reads.Clock.Now,
        });
    }
}
