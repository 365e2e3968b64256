using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Points;
using Estate.Web.Shared;

namespace Estate.Web.Points;

/// <summary>Other rules for points: a proposal of the member who takes it up, which is compared with the last month as any other.</summary>
internal sealed class PolicyTaker(PageReads reads) : IDecisionTaker
{
    public ProposedKind Kind => ProposedKind.Policy;

    public Text Title { get; } = new("积分规则", "Rules for points");

    public bool IsDecision => true;

    public Task<IReadOnlyList<Text>> PreviewAsync(string content)
    {
        var now = reads.Model.Programme.Policies.Current;
        var (was, would) = (PolicyTexts.Of(now), PolicyTexts.Of(Peek(content).Draft.On(now)));
        return Task.FromResult<IReadOnlyList<Text>>(
            [new($"现在：{was.Zh}", $"As it is: {was.En}"), new($"建议：{would.Zh}", $"As proposed: {would.En}")]);
    }

    public IProposable Request(string content, TakeUpForm form) => form.Read(content, null, PolicyBodies.Default.PolicyBody).ToRequest();

    private static ProposePolicy Peek(string content) => TakeUpForm.Peek(content, null, PolicyBodies.Default.PolicyBody).ToRequest();
}
