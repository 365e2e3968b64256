using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Parking;

/// <summary>Whose car may stand here.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PermitClass>))]
public enum PermitClass
{
    /// <summary>A household that owns its flat.</summary>
    Resident,

    /// <summary>A household that rents; ends with the lease.</summary>
    Rented,

    /// <summary>A guest, for some days.</summary>
    Visitor,
}

/// <summary>A place promised to a household. No licence plate: the permit is a card behind the windscreen with this number.</summary>
public sealed record Permit(string Id, string Household, PermitClass Class, Instant From, Instant? Until)
{
    public bool IsInForce(Instant at) => at >= From && !(at >= Until);
}

/// <summary>
/// One version of the estate's parking rules. Fees are whole yuan: a month for the n-th car of a household (the last holds for
/// all further ones), a month for a rented flat's car, a day for a visitor's.
/// </summary>
public sealed record PermitPolicy
{
    public int Version { get; init; }
    public Instant EffectiveFrom { get; init; } = Instant.MinValue;
    public ImmutableArray<int> CarFees { get; init; } = [150, 300, 600];
    public int RentedFee { get; init; } = 200;
    public int VisitorFee { get; init; } = 10;
    public int MaxCars { get; init; } = 3;
    public int MaxRentedDays { get; init; } = 366;
    public int MaxVisitorDays { get; init; } = 7;
    public string Resolution { get; init; } = "";
    public string By { get; init; } = "";

    /// <summary>Yuan for a household's n-th car, from 1.</summary>
    public int FeeOf(int car) => CarFees[Math.Min(car, CarFees.Length) - 1];

    internal Text? FirstError() =>
        CarFees.IsDefaultOrEmpty || CarFees.Length > 10 || CarFees.Any(fee => fee is < 0 or > 100_000)
            ? new("每辆车的月费应为 0 到 100000 元，最多 10 档", "car fees are 0 to 100000 yuan, at most 10 steps")
        : CarFees.Zip(CarFees.Skip(1)).Any(pair => pair.Second < pair.First)
            ? new("后一辆车的费用不得低于前一辆", "a further car must not cost less than the one before")
        : RentedFee < 0 || VisitorFee < 0 ? new("费用不能为负", "a fee is not negative")
        : MaxCars is < 1 or > 20 || MaxRentedDays is < 1 or > 800 || MaxVisitorDays is < 1 or > 60
            ? new("每户 1 到 20 辆；租户 1 到 800 天；访客 1 到 60 天", "1 to 20 cars a household; leases of 1 to 800 days; visits of 1 to 60 days")
        : null;
}

/// <summary>The permits of one lot, and the rules in force.</summary>
public static class PermitBook
{
    private const int MaxText = 200;
    private static readonly Duration Day = Duration.FromDays(1);

    public static PermitPolicy PolicyAt(this LotState state, Instant at) =>
        state.Policies.Where(policy => policy.EffectiveFrom <= at).MaxBy(policy => policy.EffectiveFrom) ?? new();

    /// <summary>Permits in force by class; no names.</summary>
    public static IReadOnlyDictionary<PermitClass, int> CountPermits(this LotState state, Instant at) =>
        Enum.GetValues<PermitClass>().ToDictionary(one => one, one =>
            state.Permits.Count(permit => permit.Class == one && permit.IsInForce(at)));

    internal static LotState Issue(LotState state, IssuePermit order, Func<string, bool> isHousehold, Effects effects)
    {
        var now = effects.Now.At;
        var policy = state.PolicyAt(now);
        if (!isHousehold(order.Household))
            return effects.Refuse(state, order.Device, "unknown_household", new("没有这一户，请先登记", "no such household; register it first"));
        var days = order.Class == PermitClass.Rented ? policy.MaxRentedDays : policy.MaxVisitorDays;
        if (order.Class != PermitClass.Resident && order.Days is not { } wanted)
            return effects.Refuse(state, order.Device, "days_needed", new("租户和访客须写明天数", "say for how many days"));
        if (order.Class != PermitClass.Resident && (order.Days < 1 || order.Days > days))
            return effects.Refuse(state, order.Device, "too_long", new($"最多 {days} 天", $"1 to {days} days"));
        var cars = state.Permits.Count(permit =>
            permit.Household == order.Household && permit.Class != PermitClass.Visitor && permit.IsInForce(now));
        if (order.Class != PermitClass.Visitor && cars >= policy.MaxCars)
            return effects.Refuse(
                state, order.Device, "too_many_cars", new($"每户最多 {policy.MaxCars} 辆", $"at most {policy.MaxCars} cars a household"));
        var id = string.Create(CultureInfo.InvariantCulture, $"c{state.PermitsEver + 1}");
        var permit = new Permit(
            id, order.Household, order.Class, now, order.Class == PermitClass.Resident ? null : now + (Day * order.Days!.Value));
        var fee = order.Class switch
        {
            PermitClass.Resident => policy.FeeOf(cars + 1),
            PermitClass.Rented => policy.RentedFee,
            _ =>
            policy.VisitorFee
        };
        var (zh, en) = order.Class == PermitClass.Visitor ? ("元/天", "yuan a day") : ("元/月", "yuan a month");
        effects.Record(new PermitIssued(order.Device, effects.Time, permit, fee, policy.Version, effects.By ?? ""));
        effects.Answer = new("issued", new($"已办理 {id}，{fee} {zh}", $"Permit {id}: {fee} {en}"), [("fee", fee)]) { Detail = id };
        // Those that are over for long are in the journal; here they only cost.
        return state with
        { Permits = state.Permits.RemoveAll(one => now - one.Until > Day * 30).Add(permit), PermitsEver = state.PermitsEver + 1 };
    }

    internal static LotState End(LotState state, EndPermit order, Effects effects)
    {
        if (state.Permits.FirstOrDefault(permit => permit.Id == order.Permit && permit.IsInForce(effects.Now.At)) is not { } permit)
            return effects.Refuse(
                state, order.Device, "no_such_permit", new($"没有有效的车证 {order.Permit}", $"permit {order.Permit} is not in force"));
        effects.Record(new PermitEnded(order.Device, effects.Time, permit.Id, effects.By ?? ""));
        effects.Answer = new("ended", new($"车证 {permit.Id} 已注销", $"Permit {permit.Id} has ended"), []);
        return state with { Permits = state.Permits.Replace(permit, permit with { Until = effects.Now.At }) };
    }

    internal static LotState Decide(LotState state, DecideParkingRules order, DateTimeZone zone, Effects effects)
    {
        var from = order.EffectiveFrom.InZoneLeniently(zone).ToInstant();
        if (effects.Now.Clock == ClockTrust.Unknown)
            return effects.Refuse(
                state, order.Device, "clock_unknown",
                new("时钟未校准，暂不能决定", "the clock is not set, so that nothing can be decided for a time"));
        if (from <= effects.Now.At || state.Policies.Any(policy => policy.EffectiveFrom >= from))
            return effects.Refuse(
                state, order.Device, "effective_too_early",
                new("生效时间须在将来，且晚于已决定的版本", "the effective time must be in the future and after every version decided already"));
        if (string.IsNullOrWhiteSpace(order.Policy.Resolution) || order.Policy.Resolution.Length > MaxText)
            return effects.Refuse(state, order.Device, "resolution_needed", new("请填写业委会决议编号", "name the committee's resolution"));
        if (order.Policy.FirstError() is { } mistake)
            return effects.Refuse(state, order.Device, "bad_rules", mistake);
        var decided = order.Policy with { Version = state.Policies.Length + 1, EffectiveFrom = from, By = effects.By ?? "" };
        effects.Record(new ParkingRulesDecided(order.Device, effects.Time, decided));
        effects.Answer = new("decided", ParkingTexts.Rules(decided, zone), [("version", decided.Version)]);
        return state with { Policies = state.Policies.Add(decided) };
    }
}
