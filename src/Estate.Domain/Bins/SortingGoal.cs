using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>What an estate measures its sorting by.</summary>
/// <param name="WetShare">Wet ÷ wet and dry waste by weight, 0 to 1.</param>
/// <param name="Source">Where the share comes from, and of which year.</param>
/// <param name="Participation">Households that sort in a month ÷ households, 0 to 1; null: the estate set itself no such goal.</param>
public sealed record SortingGoal(double WetShare, Text Source, double? Participation = null)
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

    public static readonly Text Own = new("本小区自己定的目标", "the estate's own goal");

    /// <param name="wetShare">Of the estate itself, as its file says; null: it has none.</param>
    public static SortingGoal Of(double? wetShare, double? participation) =>
        (wetShare is { } share ? new(share, Own) : OfTheCity) with { Participation = participation };
}
