using System.Collections.Immutable;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.Lifts;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.FirmwareSim.Past;
using NodaTime;

namespace Estate.Bench.History;

/// <summary>
/// What people do at the desk and in the committee meanwhile: rolls are handed out, alerts taken, polls held, hours changed. Each is a
/// request as a page makes it.
/// </summary>
internal sealed class PastPeople(PastGateway gateway, Agenda agenda, IReadOnlyList<string> households, Random random)
{
    private const string Desk = "desk", Manager = "manager", Chair = "chair", Secretary = "secretary";
    private const int WithBikes = 150;
    private const double ComesForARoll = 0.3, Voters = 0.62;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(4);

    /// <summary>Days that are played in all: the last poll is still open at the end.</summary>
    internal int Days { get; init; }

    internal DeviceId? Gate { get; init; }

    internal DeviceId? Garage { get; init; }

    internal IReadOnlyList<DeviceId> Lifts { get; init; } = [];

    internal void Start() => agenda.Every(LookEvery, LookEvery, TakeAlerts);

    internal void Plan(PastDay day)
    {
        agenda.At(day.Around(10.5, 1, random), HandOutRolls);
        agenda.At(day.Around(16.5, 1, random), HandOutRolls);
        if (day.Number == 0 && Garage is { } garage)
            agenda.At(day.At(9), () => OpenGarage(garage));
        if (day.Number % 14 == 8)
            agenda.At(day.At(9.5), Maintain);
        if (day.Number == 2)
            agenda.At(day.At(10), () => Hold(LampPoll, opensIn: 1, lasts: 12));
        if (day.Number == Math.Max(3, Days - 6))
            agenda.At(day.At(10), () => Hold(BenchPoll, opensIn: 1, lasts: 14));
        if (day.Number == Math.Min(9, Days / 2) && Gate is { } gate)
            agenda.At(day.At(15), () => ChangeHours(gate, day));
    }

    private void TakeAlerts()
    {
        foreach (var alert in gateway.Of<AlertReactor>().Open.Where(one => one is { RaisedAt: not null, AcknowledgedBy: null }).ToList())
            if (random.NextDouble() < 0.45)
                gateway.Submit(new AcknowledgeAlert(alert.Id), agenda.Now.Hour is >= 0 and < 12 ? Desk : Manager);
    }

    /// <summary>Nine of ten of those who have asked for it.</summary>
    private void OpenGarage(DeviceId garage)
    {
        foreach (var household in households.Take(WithBikes).Where((_, index) => index % 10 != 9))
            gateway.Ask(new IssueBikePermit(garage, household, null), Desk);
    }

    /// <summary>The firm forgets the last one: it falls due.</summary>
    private void Maintain()
    {
        foreach (var lift in Lifts.SkipLast(1))
            gateway.Ask(new RecordLiftMaintenance(lift, "星河电梯维保 (Xinghe Lift Service)", null), Manager);
    }

    private void HandOutRolls()
    {
        var (ledger, price) = (gateway.Of<Ledger>(), gateway.Of<PointsReactor>().Programme.Policies.Current.PointsPerRoll);
        foreach (var household in households.Where(one => ledger.BalanceOf(AccountId.Household(one)) >= price).ToList())
            if (random.NextDouble() < ComesForARoll
                && gateway.Ask(new ReserveRoll(household), Desk).Detail is { } reserved && Guid.TryParse(reserved, out var reservation))
                gateway.Submit(new PostRoll(reservation), Desk);
    }

    private void Hold(Poll poll, int opensIn, int lasts)
    {
        var opens = Instant.FromDateTimeOffset(agenda.Now) + Duration.FromDays(opensIn);
        var proposed = poll with { Opens = opens, Closes = opens + Duration.FromDays(lasts), Quorum = (households.Count + 1) / 2 };
        if (gateway.Ask(new ProposePoll(proposed), Chair).Detail is not { } id)
            return;
        agenda.In(TimeSpan.FromHours(5), () => gateway.Submit(new ApprovePoll(id), Secretary));
        // The demonstration's resident still has it to do.
        foreach (var household in households.Skip(1).Where(_ => random.NextDouble() < Voters))
        {
            // Most in the first days.
            var after = TimeSpan.FromDays(opensIn + (lasts * random.NextDouble() * random.NextDouble()));
            agenda.In(after, () => gateway.Submit(
                new TickPoll(id, household, random.NextDouble() < 0.7 ? 0 : 1, random.NextDouble() < 0.8 ? "phone" : "card"), household));
        }
    }

    private static Poll LampPoll => PollOf(
        new("楼道灯改为人来灯亮", "Stairwell lamps that light when somebody comes"),
        new("约 12,000 元，从公共收益支出，两年内由省下的电费收回。", "About 12,000 yuan from the common income; saved within two years."));

    private static Poll BenchPoll => PollOf(
        new("小花园加装三张长椅", "Three more benches in the garden"),
        new("放在南门到 3 号楼之间的树荫下。", "In the shade between the south gate and building 3."));

    private static Poll PollOf(Text title, Text explanation) =>
        new("", title, explanation, [new("同意", "Yes"), new("不同意", "No")], Instant.MinValue, Instant.MinValue, 1);

    private void ChangeHours(DeviceId gate, PastDay day)
    {
        ImmutableArray<WeeklyLine> weekly = WeeklyLine.ParseAll("sun-thu 23:00-05:00; fri,sat 23:30-05:00");
        var from = LocalDateTime.FromDateTime(day.Midnight.DateTime).PlusDays(1).PlusHours(12);
        var resolution = "居民意见：周末晚归的多 (weekend guests leave later)";
        if (gateway.Ask(new ProposeSchedule(gate, new() { Weekly = weekly }, resolution, from), Chair).Detail is { } proposal)
            agenda.In(TimeSpan.FromHours(3), () => gateway.Submit(new ApproveSchedule(gate, proposal), Secretary));
    }
}
