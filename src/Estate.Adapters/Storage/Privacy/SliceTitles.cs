using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Funds;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Domain.Rules;
using Estate.Domain.Visits;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>What a slice of the journal is about, in words.</summary>
internal sealed class SliceTitles(IEnumerable<IDeviceKind> kinds)
{
    private readonly Dictionary<string, Text> _kinds = kinds.ToDictionary(kind => kind.Name, kind => kind.Title);

    internal Text Of(string slice) => _kinds.TryGetValue(slice, out var title) ? title : slice switch
    {
        PointsFact.SliceName => new("积分", "points"),
        PollFact.SliceName => new("投票（只记是否参加）", "polls (only that it took part)"),
        NoticeFact.SliceName => new("业委会的通知", "the committee's notices"),
        ProjectFact.SliceName => new("心愿和项目", "wishes and projects"),
        FundFact.SliceName => new("公共收益", "the estate's common income"),
        VisitFact.SliceName => new("走访", "visits to households"),
        ProposalFact.SliceName => new("区级平台的建议", "the district's proposals"),
        AlertFact.SliceName => new("报警和交接班", "alerts and hand-overs"),
        RuleFact.SliceName => new("规则", "rules"),
        DeviceFact.SliceName => new("设备", "devices"),
        _ => Text.Same(slice),
    };
}
