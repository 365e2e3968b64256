using System.Globalization;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Notices;
using Estate.Web.Home;
using Estate.Web.Notices;
using Estate.Web.Parking;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Board;

/// <summary>What the lobby's screen shows in turn; what the estate does not have, or may not be told, is left out.</summary>
internal sealed class BoardPanels(PageContext page, ParkingBoard parking, NoticeReactor notices, TotalsReader totals)
{
    private const int MostGates = 2, MostNotices = 5, LongestTitle = 16, LongestText = 32, LongestLatin = 2;

    /// <param name="site">Where phones find the site.</param>
    internal async Task<IReadOnlyList<BoardPanel>> AllAsync(string site)
    {
        var now = page.Reads.Clock.Now;
        var all = new List<BoardPanel?> { FreeBays(), Windows(now) };
        var gates = await HomePageEndpoints.GatesAsync(page, now);
        all.AddRange(gates.Take(MostGates).Select(gate => GateTonight(gate, page.Reads.Names.Of(gate.Device))));
        all.Add(Thanks());
        var shown = await page.Loop.InspectAsync(_ => notices.All.Where(one => one.IsShownAt(now)).Select(one => one.Notice).ToList());
        all.AddRange(shown.Take(MostNotices).Select(one => OfNotice(one, site)));
        all.Add(new(new("手机上也能看", "On your phone")) { Lines = [new("空位、积分、开门时间", "bays, points, hours")], Link = site + "/" });
        return [.. all.OfType<BoardPanel>()];
    }

    private BoardPanel? FreeBays()
    {
        if (parking.Current is not { } version)
            return null;
        var free = version.View.All.FreeBays;
        return new(new("停车空位", "Free bays"))
        {
            Figure = free.IsTellable ? free.Number.ToString(CultureInfo.InvariantCulture) : DoubtfulCount.Unknown,
            Lines = !free.IsTellable ? [new("太多设备没有信号", "too many sensors are silent")]
                : free.NotKnown > 0 ? [new($"另有 {free.NotKnown} 个不明", $"{free.NotKnown} more not known")] : [],
        };
    }

    private BoardPanel Windows(Instant now)
    {
        var hours = HoursView.Of(page.Reads.Model.Programme, now);
        return new(new("垃圾投放", "Bringing waste")) { Lines = [hours.Now, Text.Same(hours.Windows)] };
    }

    private static BoardPanel GateTonight(GateToday gate, Text name)
    {
        var closed = gate.Days is [var today, ..] ? GateTexts.Closings(today.Closings) : default;
        return new(Cut(name, LongestTitle)) { Lines = [gate.WalkIn, new($"今晚{closed.Zh}", $"Tonight: {closed.En}")] };
    }

    /// <summary>Nothing about few households: they could be known.</summary>
    private BoardPanel? Thanks()
    {
        if (totals.Progress() is not null)
            return null;
        var today = page.Reads.Today;
        var sorted = totals.Of(StationKind.KindName, today.PlusDays(1 - (int)today.DayOfWeek), today, DisclosureControl.MinimumCount)
            .Participants;
        return sorted < DisclosureControl.MinimumCount ? null : new(new("谢谢您分类", "Thank you for sorting"))
        {
            Figure = sorted.ToString(CultureInfo.InvariantCulture),
            Lines = [new("户本周分了类", "households sorted this week")],
        };
    }

    private static BoardPanel OfNotice(Notice one, string site) => new(Cut(one.Title, LongestTitle))
    {
        Lines = [Cut(one.Body, LongestText)],
        Link = $"{site}/notices/{one.Id}",
    };

    /// <summary>Letters of the Latin script are half as wide.</summary>
    private static Text Cut(Text text, int most) =>
        new(Cut(text.Zh, most), Cut(text.En, most));

    private static string Cut(string text, int most) =>
        NoticeViews.Beginning(text, NoticeViews.CodeOf(text) == "en" ? most * LongestLatin : most);
}
