using Estate.Domain.Devices;

namespace Estate.Web.Tests.Help;

/// <summary>One picture of a handbook.</summary>
/// <param name="Name">Of the file; begins with the handbook's.</param>
/// <param name="Person">Who is logged in.</param>
/// <param name="Shows">What must be seen in it.</param>
/// <param name="Top">A selector of what comes at its upper edge; empty: the page's own.</param>
/// <param name="Height">In pixels.</param>
internal sealed record HandbookPicture(string Name, string Person, string Path, Text Shows, int Height = 560, string Top = "")
{
    /// <summary>Taken after the evening of the others, of <see cref="HandbookNight"/>.</summary>
    internal bool IsLater { get; init; }

    private const int PhoneWidth = 390;
    private const int ScreenWidth = 880;
    private const string NewAccount = "main h2:has(+ form[action$='/invite'])";

    /// <summary>Residents look at their phones.</summary>
    internal int Width => Name.StartsWith("residents-", StringComparison.Ordinal) ? PhoneWidth : ScreenWidth;

    internal static IReadOnlyList<HandbookPicture> All { get; } =
    [
        new("staff-alerts", HandbookEvening.OnDuty, "/staff/alerts", new("烟雾报警", "Smoke"), 660),
        new("staff-alert", HandbookEvening.OnDuty, "/staff/alerts/ALERT", new("自动处理", "Done by itself"), 640, "main h2 >> nth=0"),
        new("staff-charger", HandbookEvening.OnDuty, "/staff/chargers/c07", new("烟雾报警", "Smoke"), 275, "main h2 >> nth=0"),
        new("staff-station", HandbookEvening.OnDuty, "/stations/station-3", new("93", "93"), 620),
        new("staff-roll", HandbookEvening.OnDuty, $"/staff/points/{HandbookEvening.Household}",
            new("换一卷（160 分）", "A roll (160 points)"), 520, "main h2 >> nth=0"),
        new("committee-weeks", HandbookEvening.Member, "/committee", new("最近八周的分类情况", "Sorting in the last eight weeks"), 700),
        new("committee-hours", HandbookEvening.Member, "/committee/hours/s-gate", new("批准", "Approve"), 620),
        new("committee-points", HandbookEvening.Member, "/committee/points/points-1",
            new("拿最近 30 天比一比", "Against the last 30 days"), 680),
        new("committee-poll", HandbookEvening.Member, "/committee/polls",
            new("边门夜里早半小时关？", "Close the side gate half an hour earlier?"), 560),
        new("installer-devices", HandbookEvening.Installer, "/staff/devices?kind=charger", new("c07", "c07"), 560),
        new("installer-add", HandbookEvening.Installer, "/staff/devices/new", new("添加", "Add"), 620),
        new("installer-accounts", HandbookEvening.Installer, "/staff/people", new("生成注册码", "Make a code"), 420, NewAccount),
        new("residents-home", HandbookEvening.Resident, "/", new("我的积分", "My points"), 700),
        new("residents-points", HandbookEvening.Resident, "/points", new("可以换 1 卷垃圾袋", "Enough for 1 roll of bags"), 700),
        new("tour-sorting", HandbookEvening.Resident, "/sorting", new("每月参与分类的住户", "Households that sorted, by month"), 520),
        new("residents-parking", HandbookEvening.Resident, "/parking", new("个空位", "free"), 700),
        new("tour-lifts", HandbookEvening.OnDuty, "/staff/lifts", new("困人", "People are trapped"), 560, "main h2 >> nth=0")
        { IsLater = true },
        new("staff-call", HandbookEvening.OnDuty, "/staff/calls", new("desk 去了", "desk is going there"), 560, "#call-02")
        { IsLater = true },
        new("tour-project", HandbookEvening.Resident, "/projects/project-1", new("居民满意", "Satisfied"), 700, "main h2 >> nth=0")
        { IsLater = true },
    ];
}
