using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What happened at a station, in a sentence.</summary>
internal static class StationFactTexts
{
    internal static Text Of(StationFact fact) => fact switch
    {
        CardTapped => new("有人刷卡", "A card was tapped"),
        Deposited one => new(
            $"投入 {Of(one.Category).Zh} {one.Grams} "
                + $"克{(one.Household is { } home ? $"，住户 {home}" : "，卡未被接受")}{(one.IsFirst ? "" : "，同一次的又一袋")}",
            $"{one.Grams} g of {Of(one.Category).En} were put "
                + $"in{(one.Household is { } of ? $" by household {of}" : " although the card was turned away")}"
                + (one.IsFirst ? "" : ", a further bag of the same visit")),
        DepositUnclaimed one =>
            new($"投入 {Of(one.Category).Zh} {one.Grams} 克，没有刷卡", $"{one.Grams} g of {Of(one.Category).En} were put in without a card"),
        CompartmentEmptied one =>
            new($"{Of(one.Category).Zh}桶清空{(one.IsReported ? "" : "（由液位推断）")}",
            $"The {Of(one.Category).En} bin was emptied{(one.IsReported ? "" : " (concluded from its level)")}"),
        CompartmentFilledUp one =>
            new(FormattableString.Invariant($"{Of(one.Category).Zh}桶已满：{one.Fill * 100:0} %"),
            FormattableString.Invariant($"The {Of(one.Category).En} bin is full: {one.Fill * 100:0} %")),
        CompartmentHasRoom one =>
            new(FormattableString.Invariant($"{Of(one.Category).Zh}桶又有空间：{one.Fill * 100:0} %"),
            FormattableString.Invariant($"The {Of(one.Category).En} bin has room again: {one.Fill * 100:0} %")),
        LevelUnreadable one => new($"{Of(one.Category).Zh}桶液位读不出", $"The level of the {Of(one.Category).En} bin cannot be read"),
        LidMoved one =>
            one.Open ? new($"{Of(one.Category).Zh}桶盖打开", $"The lid for {Of(one.Category).En} opened")
            : new($"{Of(one.Category).Zh}桶盖关上", $"The lid for {Of(one.Category).En} shut"),
        TiltChanged one => one.Tilted ? new("箱体倾斜", "The station leans") : new("箱体已扶正", "The station stands upright again"),
        FireChanged one => one.Burning ? new("火警", "Fire is reported") : new("火警解除", "The fire is out"),
        HeatChanged one =>
            one.Hot ? new(
                FormattableString.Invariant($"温度过高：{one.TemperatureC:0} °C"),
                FormattableString.Invariant($"Too hot: {one.TemperatureC:0} °C"))
                : new(FormattableString.Invariant($"温度恢复：{one.TemperatureC:0} °C"),
                FormattableString.Invariant($"Cool again: {one.TemperatureC:0} °C")),
        _ => throw new ArgumentException(fact.GetType().Name, nameof(fact)),
    };

    private static Text Of(WasteCategory category) => WasteCategories.NameOf(category);
}
