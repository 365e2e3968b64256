using System.Globalization;
using Estate.Domain.Approvals;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Gateway.People;
using Estate.Web.News;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Points;

/// <summary>A household's points since it looked, rules that changed, and what waits at the desk and before the committee.</summary>
internal sealed class PointsNews(PageContext page, PointsReactor points, Ledger ledger) : INewsSource
{
    private const int Looked = 100;

    public async Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        var (open, corrections, disputes) = await page.Loop.InspectAsync(_ =>
            (points.OpenPolicies, points.OpenCorrections, points.OpenDisputes));
        var lines = new List<NewsLine>(RulesInForce(since));
        if (who?.Household is { } household)
            lines.AddRange(await OfHouseholdAsync(household, since));
        if (who?.Roles.Contains(Role.Committee) == true)
            lines.AddRange(open.Where(one => SecondPerson.MayApprove(one, who.Name)).Select(one => new NewsLine(
                new($"等您批准：积分规则 {one.Id}（{one.Author}）", $"Waits for your approval: rules for points {one.Id} ({one.Author})"),
                $"/committee/points/{one.Id}")));
        if (who?.Roles.Contains(Role.Staff) == true)
            lines.AddRange(AtTheDesk(disputes.Count, corrections.Count(one => SecondPerson.MayApprove(one, who.Name))));
        return lines;
    }

    private IEnumerable<NewsLine> RulesInForce(Instant since)
    {
        var (now, policies) = (page.Reads.Clock.Now, page.Reads.Model.Programme.Policies.All);
        return policies.Where(policy => policy.EffectiveFrom > since && policy.EffectiveFrom <= now).Select(policy => new NewsLine(
            new($"积分规则有变：{PolicyTexts.Of(policy).Zh}", $"Rules for points changed: {PolicyTexts.Of(policy).En}"), "/decisions",
            policy.EffectiveFrom));
    }

    private async Task<IEnumerable<NewsLine>> OfHouseholdAsync(string household, Instant since)
    {
        var view = await PointsView.OfAsync(page, ledger, household);
        var moved = page.Reads.Reader.Transfers(AccountId.Household(household), Looked).Where(one => one.At > since).ToList();
        var lines = new List<NewsLine>();
        if (view.Rolls > 0)
            lines.Add(new(new($"可以换 {view.Rolls} 卷垃圾袋，到物业前台领",
                $"Enough for {view.Rolls} {(view.Rolls == 1 ? "roll" : "rolls")} of bags, at the property office"), "/points"));
        if (moved.Count > 0)
        {
            var sum = moved.Sum(one => PointsTexts.Signed(one, household)).ToString("+0;−0;0", CultureInfo.InvariantCulture);
            var movements = moved.Count == 1 ? "movement" : "movements";
            lines.Add(new(
                new($"积分 {sum} 分，{moved.Count} 笔", $"{sum} points in {moved.Count} {movements}"), "/points", moved.Max(one => one.At)));
        }
        return lines;
    }

    private static IEnumerable<NewsLine> AtTheDesk(int disputes, int corrections)
    {
        if (disputes > 0)
            yield return new(
                new($"{disputes} 个住户的疑问要答复", $"{disputes} {(disputes == 1 ? "question" : "questions")} of households to answer"),
                "/staff/points");
        if (corrections > 0)
            yield return new(
                new($"{corrections} 个积分更正等您批准",
                    $"{corrections} {(corrections == 1 ? "correction waits" : "corrections wait")} for your approval"),
                "/staff/points");
    }
}
