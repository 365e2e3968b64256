using Estate.Domain.Devices;

namespace Estate.Web.Shared.Charts;

/// <summary>How a chart's numbers are drawn; <see cref="Heat"/> has a row for each series and a column for each slot.</summary>
public enum ChartForm
{
    Line,
    Bars,
    Heat,
}

/// <summary>
/// Numbers in slots, mostly of time, with what a reader needs: what they are, their unit, what they are compared with. The picture, the
/// table behind it and the file for a spreadsheet are made of the same; nothing of it lies in the future.
/// </summary>
/// <param name="Id">Once on a page.</param>
/// <param name="SlotName">What the slots are: the head of the table's first column.</param>
public sealed record Chart(
    string Id, Text Title, Text SlotName, IReadOnlyList<ChartSlot> Slots, IReadOnlyList<ChartSeries> Series)
{
    public ChartForm Form { get; init; }

    /// <summary>The axis ends there; null: above the largest number.</summary>
    public double? Most { get; init; }

    /// <summary>The axis begins at zero; otherwise below the smallest number, as for temperatures.</summary>
    public bool IsFromZero { get; init; } = true;

    /// <summary>A dashed line across: what is wanted, or where something happens.</summary>
    public ChartGoal? Goal { get; init; }

    /// <summary>Its end is the newest number; of a usual day it is only the evening.</summary>
    public bool HasNewest { get; init; } = true;

    /// <summary>Said where there is no number at all.</summary>
    public Text Nothing { get; init; } = new("还没有数据", "No data yet");

    /// <summary>What must be known to read it, below the picture.</summary>
    public Text? Note { get; init; }

    /// <summary>In the picture; the table has all.</summary>
    public IEnumerable<ChartSeries> Drawn => Series.Where(one => one.IsDrawn);

    public bool HasData => Slots.Count > 0 && Series.Any(one => one.HasData);

    /// <summary>Of the axis; all that is drawn has the same.</summary>
    public Text Unit => Drawn.FirstOrDefault()?.Unit ?? Text.Same("");
}

/// <param name="Name">In the table, whole: <c>2026-11-30 18:00</c>.</param>
/// <param name="Tick">Below the axis; null: nothing.</param>
/// <param name="IsOpen">It is not over yet, so its number still grows.</param>
public sealed record ChartSlot(string Name, string? Tick = null, bool IsOpen = false);

public sealed record ChartGoal(Text Name, double Value);
