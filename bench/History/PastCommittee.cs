using System.Collections.Immutable;
using System.Globalization;
using Estate.Domain.Funds;
using Estate.Domain.Visits;
using Estate.FirmwareSim.Past;
using NodaTime;

namespace Estate.Bench.History;

/// <summary>What the committee publishes and notes meanwhile: two quarters of common income, who makes visits, and some visits.</summary>
internal sealed class PastCommittee(PastGateway gateway, Agenda agenda, IReadOnlyList<string> households)
{
    private const string Chair = "chair", Secretary = "secretary", Volunteer = "resident";

    /// <summary>Days that are played in all.</summary>
    internal int Days { get; init; }

    internal void Plan(PastDay first)
    {
        void At(double share, Action act) => agenda.At(first.At(11 + (24 * share * Days)), act);
        At(0.05, () => gateway.Ask(new ApproveVisitRoster(
            gateway.Ask(new ProposeVisitRoster(new("", Chair, [new(Volunteer), new(Secretary)])), Chair).Detail!), Secretary));
        At(0.10, () => Publish(quartersAgo: 1, opening: 8_400_000, ProjectRows("")));
        At(0.20, () => Visit(1, VisitPurpose.Care, "腿脚不便，想要扶手 (wants a handrail)", 7));
        At(0.40, () => Visit(2, VisitPurpose.Safety, "煤气软管已换 (the gas hose is new)", null));
        At(0.60, () => Visit(1, VisitPurpose.Care, "扶手已登记为心愿 (the handrail is a wish now)", 30));
        At(0.80, () => Publish(quartersAgo: 0, opening: 12_210_000, ProjectRows("project-1")));
    }

    private static (string Zh, string En, long Income, long Expense, string Project)[] ProjectRows(string lamps) =>
    [
        ("电梯广告", "Advertisements in lifts", 1_800_000, 0, ""), ("外来车停车费", "Parking of visitors", 3_260_000, 0, ""),
        ("楼道灯", "Stairwell lamps", 0, lamps.Length == 0 ? 50_000 : 1_200_000, lamps),
        ("绿化养护", "Care of the garden", 0, 1_200_000, ""),
    ];

    private void Publish(int quartersAgo, long opening, (string Zh, string En, long Income, long Expense, string Project)[] lines)
    {
        var today = LocalDate.FromDateTime(agenda.Now.Date).PlusMonths(-3 * quartersAgo);
        var (rows, balance) = (ImmutableArray.CreateBuilder<FundRow>(), opening);
        foreach (var (zh, en, income, expense, project) in lines)
            rows.Add(new(new(zh, en), income, expense, balance += income - expense, project));
        var quarter = string.Create(CultureInfo.InvariantCulture, $"{today.Year}-Q{(today.Month + 2) / 3}");
        if (gateway.Ask(new ProposeFundTable(new("", quarter, opening, rows.ToImmutable())), Chair).Detail is { } id)
            gateway.Ask(new ApproveFundTable(id), Secretary);
    }

    private void Visit(int household, VisitPurpose purpose, string words, int? nextInDays)
    {
        var today = LocalDate.FromDateTime(agenda.Now.Date);
        gateway.Ask(
            new NoteVisit(
                households[household], purpose, VisitConsent.Said, words, today, nextInDays is { } days ? today.PlusDays(days) : null),
            Volunteer);
    }
}
