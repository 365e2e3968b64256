using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>The share of wet waste that an estate measures itself by.</summary>
/// <param name="WetShare">Wet ÷ wet and dry waste by weight, 0 to 1.</param>
/// <param name="Source">Where it comes from, and of which year.</param>
public sealed record SortingGoal(double WetShare, Text Source)
{
    /// <summary>
    /// What Shanghai sorts: 9,111 t of wet and 17,060 t of dry waste a day in January to May 2024, by its Greening and City Appearance
    /// Bureau (in 2020 it was 9,504 of 23,698 t, or 0.40).
    /// </summary>
    public static readonly SortingGoal OfTheCity = new(
        0.35,
        new("上海市平均：2024 年 1–5 月每天湿垃圾 9,111 吨、干垃圾 17,060 吨，上海市绿化和市容管理局",
            "Shanghai's mean of January to May 2024: 9,111 t of wet and 17,060 t of dry waste a day, Shanghai Greening and City Appearance "
                + "Bureau"));

    /// <param name="own">Of the estate itself, as its file says; null: it has none.</param>
    public static SortingGoal Of(double? own) =>
        own is { } share ? new(share, new("本小区自己定的目标", "the estate's own goal")) : OfTheCity;
}
