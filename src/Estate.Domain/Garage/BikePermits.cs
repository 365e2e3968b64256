using System.Globalization;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Domain.Garage;

/// <summary>Who may come in: one permit a household, which its cards and tags go by.</summary>
internal static class BikePermits
{
    private const int MaxDays = 800;
    private static readonly Duration KeptFor = Duration.FromDays(30);

    internal static GarageState Issue(GarageState state, IssueBikePermit order, Func<string, bool> isHousehold, Effects effects)
    {
        var now = effects.Now.At;
        if (!isHousehold(order.Household))
            return effects.Refuse(state, order.Device, "unknown_household", new("没有这一户，请先登记", "no such household; register it first"));
        if (order.Days is < 1 or > MaxDays)
            return effects.Refuse(state, order.Device, "bad_days", new($"天数应为 1 到 {MaxDays}", $"days are 1 to {MaxDays}"));
        if (effects.Now.Clock == ClockTrust.Unknown)
            return effects.Refuse(
                state, order.Device, "clock_unknown", new("时钟未校准，暂不能办理", "the clock is not set; no permit can be issued yet"));
        if (state.HasPermit(order.Household, now))
            return effects.Refuse(state, order.Device, "has_permit", new("这一户已有准入", "this household has a permit already"));
        var number = state.PermitsEver + 1;
        var permit = new BikePermit(
            string.Create(CultureInfo.InvariantCulture, $"b{number}"), order.Household, now,
            order.Days is { } days ? now + Duration.FromDays(days) : null);
        effects.Record(new BikePermitIssued(order.Device, effects.Time, permit, effects.By ?? ""));
        effects.Answer = new("issued", new($"已办理准入 {permit.Id}", $"Permit {permit.Id} is issued"), []) { Detail = permit.Id };
        // Those that are over for long are in the journal.
        return state with { Permits = state.Permits.RemoveAll(one => now - one.Until > KeptFor).Add(permit), PermitsEver = number };
    }

    internal static GarageState End(GarageState state, EndBikePermit order, Effects effects)
    {
        if (state.Permits.FirstOrDefault(one => one.Id == order.Permit && one.IsInForce(effects.Now.At)) is not { } permit)
            return effects.Refuse(
                state, order.Device, "no_such_permit", new($"没有有效的准入 {order.Permit}", $"permit {order.Permit} is not in force"));
        effects.Record(new BikePermitEnded(order.Device, effects.Time, permit.Id, effects.By ?? ""));
        effects.Answer = new("ended", new($"准入 {permit.Id} 已注销", $"Permit {permit.Id} has ended"), []);
        return state with { Permits = state.Permits.Remove(permit) };
    }

    /// <summary>By a clock that cannot be believed nobody's permit runs out: whoever has one is let in.</summary>
    internal static GarageState Admit(GarageState state, AskAdmission ask, Effects effects)
    {
        var isAdmitted = effects.Now.Clock == ClockTrust.Unknown
            ? state.Permits.Any(one => one.Household == ask.Household) : state.HasPermit(ask.Household, effects.Now.At);
        effects.Request(new Admission(ask.Door, ask.Card, isAdmitted));
        return state;
    }
}
