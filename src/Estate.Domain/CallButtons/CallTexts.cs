using Estate.Domain.Devices;

namespace Estate.Domain.CallButtons;

/// <summary>Calls in words: short ones, for a display that a person of eighty reads.</summary>
public static class CallTexts
{
    internal static Text Requested => new("正在叫车，请稍候", "Calling a taxi, please wait");

    internal static Text Cancelled => new("叫车已取消", "The taxi is cancelled");

    internal static Text Of(CallFact fact) => fact switch
    {
        HelpCalled => new("有人求助", "Somebody calls for help"),
        HelpTaken one => new($"{one.By} 去帮忙了", $"{one.By} is going there"),
        HelpEnded one => new($"{one.By} 结束求助：{one.Outcome}", $"{one.By} ended the call: {one.Outcome}"),
        TaxiCalled => new("叫车", "A taxi is called"),
        TaxiStageChanged one => Of(one.Stage),
        TaxiEnded one => new($"叫车结束：{Of(one.Stage).Zh}", $"The taxi call is over: {Of(one.Stage).En}"),
        ButtonStuckChanged { IsStuck: true } => new("按钮卡住，不停地响", "The button does not stop"),
        ButtonStuckChanged => new("按钮恢复", "The button has stopped"),
        FamilyNamed one => new($"{one.By} 登记住户 {one.Household} 的家属电话（已同意）",
            $"{one.By} noted a family's number for household {one.Household}, with its consent"),
        FamilyForgotten one => new($"{one.By} 删除住户 {one.Household} 的家属电话",
            $"{one.By} deleted the family's number of household {one.Household}"),
        FamilyShown one => new($"{one.By} 查看住户 {one.Household} 的家属电话",
            $"{one.By} looked at the family's number of household {one.Household}"),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    public static Text Of(TaxiStage stage) => stage switch
    {
        TaxiStage.Requested => new("等待服务商回答", "waiting for the provider"),
        TaxiStage.Searching => new("正在找车", "looking for a car"),
        TaxiStage.Coming => new("车在路上", "a car is coming"),
        TaxiStage.Arrived => new("车到了", "the car is there"),
        TaxiStage.PickedUp => new("已上车", "picked up"),
        TaxiStage.NoneFree => new("没有空车", "no car is free"),
        TaxiStage.NoShow => new("乘客没来", "nobody came to the car"),
        TaxiStage.Cancelled => new("已取消", "cancelled"),
        _ => new("服务商没有回答", "the provider does not answer"),
    };

    /// <param name="help">Null for one that has just begun.</param>
    internal static Text HelpIsOn(HelpCall? help) => help?.TakenBy is null
        ? new("已求助，请等人来", "Help is called, please wait")
        : new("有人来帮您了", "Somebody is on the way to you");

    internal static Text TaxiIs(TaxiCall? taxi) => taxi switch
    {
        null => new("刚叫过车，请一分钟后再按", "You have just called; press again in a minute"),
        { Said: { } said } => said,
        _ => Requested,
    };

    /// <summary>What stands at the button when a call ends without the provider's word.</summary>
    internal static Text EndOf(TaxiStage stage) => stage switch
    {
        TaxiStage.Cancelled => Cancelled,
        TaxiStage.NoShow => new("车已离开", "The car has left"),
        _ => new("叫车没有回音，请打电话叫车", "The taxi service does not answer, please phone"),
    };
}
