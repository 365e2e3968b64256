using Estate.Domain.Devices;

namespace Estate.Domain.CallButtons;

/// <summary>
/// Whom to phone for a household: only with its consent, only as long as it wants, shown only during its own call for help.
/// </summary>
internal static class FamilyContacts
{
    private const int Most = 200, ShortestPhone = 3, LongestPhone = 20;

    internal static CallButtonState Name(
        CallButtonState state, NameFamily order, (bool IsInFlat, Func<string, bool> IsHousehold) button, Effects effects)
    {
        if (!order.Consents)
            return effects.Refuse(
                state, order.Device, "consent_needed",
                new("住户没有同意，不能保存家属电话", "the household has not consented; no number is kept"));
        if (!button.IsHousehold(order.Household))
            return effects.Refuse(state, order.Device, "unknown_household", new("没有这一户，请先登记", "no such household; register it first"));
        var phone = order.Phone.Trim();
        if (phone.Length is < ShortestPhone or > LongestPhone
            || phone.Any(letter => !char.IsAsciiDigit(letter) && letter is not ('+' or '-' or ' ')))
            return effects.Refuse(
                state, order.Device, "bad_phone",
                new($"电话是 {ShortestPhone} 到 {LongestPhone} 位数字，可有 + - 和空格",
                    $"a number has {ShortestPhone} to {LongestPhone} digits, + - and spaces"));
        var others = button.IsInFlat ? [] : state.Family.RemoveAll(one => one.Household == order.Household);
        if (others.Length >= Most)
            return effects.Refuse(state, order.Device, "too_many", new($"一个按钮最多 {Most} 户", $"at most {Most} households at a button"));
        effects.Record(new FamilyNamed(order.Device, effects.Time, order.Household, effects.By ?? ""));
        effects.Answer = new("named", new("已保存家属电话", "The number is kept"), []);
        return state with { Family = others.Add(new(order.Household, phone, effects.Now.At)) };
    }

    internal static CallButtonState Forget(CallButtonState state, ForgetFamily order, Effects effects)
    {
        if (state.FamilyOf(order.Household) is not { } known)
            return effects.Refuse(state, order.Device, "no_number", new("这一户没有留电话", "that household has left no number"));
        effects.Record(new FamilyForgotten(order.Device, effects.Time, order.Household, effects.By ?? ""));
        effects.Answer = new("forgotten", new("家属电话已删除", "The number is deleted"), []);
        return state with { Family = state.Family.Remove(known) };
    }

    /// <summary>The number is in the answer's numbers of nobody: only the text says it, to who asked.</summary>
    internal static CallButtonState Show(CallButtonState state, ShowFamily order, Effects effects)
    {
        if (state.Help is not { } help)
            return effects.Refuse(
                state, order.Device, "no_call", new("只有求助时才能看家属电话", "the number is shown only during a call for help"));
        if (state.FamilyOf(help.Household) is not { } family)
            return effects.Refuse(state, order.Device, "no_number", new("这一户没有留家属电话", "that household has left no number"));
        effects.Record(new FamilyShown(order.Device, effects.Time, help.Id, family.Household, effects.By ?? ""));
        effects.Answer = new("shown", new($"家属电话：{family.Phone}", $"The family's number: {family.Phone}"), []);
        return state;
    }
}
