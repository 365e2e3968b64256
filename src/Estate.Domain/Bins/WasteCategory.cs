using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Bins;

/// <summary>The four kinds of waste of the Shanghai regulation (Art. 4).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WasteCategory>))]
public enum WasteCategory
{
    Recyclable,

    Hazardous,

    /// <summary>湿垃圾, household food waste.</summary>
    Wet,

    /// <summary>干垃圾, everything else.</summary>
    Residual,
}

public static class WasteCategories
{
    public static readonly IReadOnlyList<WasteCategory> All = Enum.GetValues<WasteCategory>();

    public static Text NameOf(WasteCategory category) => category switch
    {
        WasteCategory.Recyclable => new("可回收物", "Recyclable"),
        WasteCategory.Hazardous => new("有害垃圾", "Hazardous"),
        WasteCategory.Wet => new("湿垃圾", "Wet"),
        _ => new("干垃圾", "Residual"),
    };

    /// <summary>Of a word of <see cref="WordOf"/>; another stays as it is.</summary>
    public static Text NameOf(string word) => All.Where(one => WordOf(one) == word).Select(NameOf).FirstOrDefault(Text.Same(word));

    public static string WordOf(WasteCategory category) => NameOf(category).En.ToLowerInvariant();
}
