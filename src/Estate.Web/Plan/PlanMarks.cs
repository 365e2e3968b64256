using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Web.Alerts;
using Estate.Web.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Plan;

/// <summary>All devices that have a spot on the plan, as they are now.</summary>
internal sealed class PlanMarks(PageContext page, SiteMap site, AlertBoard board, IEnumerable<IMarkSource> sources)
{
    /// <summary>More are no picture any more.</summary>
    private const int MostDevices = 2_000;

    internal async Task<IReadOnlyList<PlanMark>> AllAsync()
    {
        var placed = page.Reads.Model.Inventory.Select(one => (Settings: one, page.Reads.Names.PlaceOf(one.Device).Spot))
            .Where(one => one.Spot is not null).Take(MostDevices).Select(one => (one.Settings, Spot: one.Spot!.Value)).ToList();
        var marks = new List<PlanMark>();
        foreach (var source in sources)
            marks.AddRange(await source.MarksAsync(placed));
        var known = marks.Select(one => one.Device).ToHashSet();
        var others = placed.Where(one => !known.Contains(one.Settings.Device)).ToDictionary(one => one.Settings.Device, one => one.Spot);
        marks.AddRange((await page.Loop.CardsAsync(others.Keys)).Select(card => OfCard(card, others[card.Device])));
        return [.. marks.Select(Named)];
    }

    /// <summary>As staff look at them: where an alert is open, that is what the mark says, and where it leads to.</summary>
    internal async Task<IReadOnlyList<PlanMark>> WithAlertsAsync()
    {
        var open = Open().ToLookup(alert => alert.Key.Device);
        return [.. (await AllAsync()).Select(mark => open[mark.Device].FirstOrDefault() is not { } worst ? mark : mark with
        {
            State = MarkState.Trouble,
            IsSmall = false,
            Sign = Text.Same("!"),
            Href = "/staff/alerts/" + worst.Id,
            Says = new(
                $"{page.Reads.Names.Of(mark.Device).Zh}：{string.Join("，", open[mark.Device].Select(one => one.Title.Zh))}",
                $"{page.Reads.Names.Of(mark.Device).En}: {string.Join(", ", open[mark.Device].Select(one => one.Title.En))}"),
        })];
    }

    /// <summary>What burns, the worst first.</summary>
    internal IReadOnlyList<Alert> Open() => board.Current?.Open ?? [];

    private static PlanMark OfCard(StatusCard card, PlanSpot spot) => new(
        card.Device, spot,
        card.LastSeen is null || card.IsSilent ? MarkState.Unknown : card.Tone switch
        {
            Tone.Good => MarkState.Free,
            Tone.Unknown => MarkState.Unknown,
            Tone.Warning => MarkState.Busy,
            _ => MarkState.Trouble,
        },
        card.LastSeen is null || card.IsSilent ? new("没有信号", "silent") : card.Tone switch
        {
            Tone.Good => new("正常", "fine"),
            Tone.Unknown => new("情况不明", "not known"),
            Tone.Warning => new("注意", "to be looked at"),
            _ => new("报警", "alarm"),
        });

    private PlanMark Named(PlanMark mark)
    {
        var name = page.Reads.Names.Of(mark.Device);
        return mark with
        {
            Says = new($"{name.Zh}：{mark.Says.Zh}", $"{name.En}: {mark.Says.En}"),
            Href = mark.Href.Length > 0 ? mark.Href : site.PageOf(mark.Device),
            Sign = mark.Sign.Zh is null ? site.SignOf(mark.Device) ?? FirstLetters(mark.Device) : mark.Sign,
        };
    }

    private Text FirstLetters(DeviceId device)
    {
        var title = page.Reads.Names.TitleOf(device.Kind);
        return new(title.Zh[..1], title.En[..1]);
    }
}
