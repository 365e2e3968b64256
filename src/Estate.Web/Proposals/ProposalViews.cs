using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using NodaTime;

namespace Estate.Web.Proposals;

/// <summary>The district's proposals in words.</summary>
internal static class ProposalViews
{
    internal static Text Heading { get; } = new("区级平台的建议", "Proposals of the district");

    internal static Text WithdrawnText { get; } =
        new("区里撤回了这条建议，内容不再显示。", "The district withdrew this proposal; what it was is no longer shown.");

    internal static Text StateOf(ProposalStanding one, Instant now) => one.Answer switch
    {
        ProposalAnswer.TakenUp => new("已采纳", "taken up"),
        ProposalAnswer.Declined => new("没有采纳", "declined"),
        ProposalAnswer.Withdrawn => new("区里已撤回，不用答复", "withdrawn by the district; no answer is needed"),
        _ => one.IsOpenAt(now) ? new("等答复", "waits for an answer") : new("已过期", "over"),
    };
}
