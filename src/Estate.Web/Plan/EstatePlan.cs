using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Web.Plan;

/// <summary>The estate's outline as somebody drew it; corners in per cent, so that an imported picture may lie below them.</summary>
/// <param name="WidthM">Metres, as far as they matter: the picture's proportions.</param>
/// <param name="HeightM">Metres.</param>
public sealed record EstatePlan(double WidthM, double HeightM, IReadOnlyList<PlanBuilding> Buildings)
{
    public const double LongestM = 10_000;

    public static EstatePlan Empty { get; } = new(4, 3, []);

    /// <summary>The picture is this many units wide.</summary>
    public const int Width = 1000;

    public int Height => (int)Math.Clamp(Math.Round(Width * HeightM / WidthM), Width / 5, Width * 5);

    /// <summary>Which building a spot is at: the one whose middle is nearest; null where none is drawn.</summary>
    public string? NearestTo(PlanSpot spot) => Buildings.Count == 0 ? null : Buildings.MinBy(one => DistanceM(one.Middle, spot))!.Name;

    private double DistanceM(PlanSpot one, PlanSpot other) =>
        Math.Pow((one.X - other.X) * WidthM, 2) + Math.Pow((one.Y - other.Y) * HeightM, 2);
}

/// <summary>A building's outline: at least three corners.</summary>
public sealed record PlanBuilding(string Name, IReadOnlyList<PlanSpot> Corners)
{
    public PlanSpot Middle => new(Corners.Average(one => one.X), Corners.Average(one => one.Y));

    /// <summary>As SVG wants them.</summary>
    internal string Points(EstatePlan plan) => string.Join(' ', Corners.Select(one => string.Create(
        CultureInfo.InvariantCulture, $"{one.X * EstatePlan.Width / 100:0.#},{one.Y * plan.Height / 100:0.#}")));
}
