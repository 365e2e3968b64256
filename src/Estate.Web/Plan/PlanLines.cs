using System.Globalization;
using Estate.Domain.Devices;

namespace Estate.Web.Plan;

/// <summary>
/// Buildings as lines that people type, such as <c>7: 54,40 70,49</c>: a name and its corners in per cent from the left and the top; two
/// corners are a rectangle's.
/// </summary>
internal static class PlanLines
{
    internal const int MostBuildings = 300, MostCorners = 60;

    internal static string Write(EstatePlan plan) => string.Join('\n', plan.Buildings.Select(LineOf));

    internal static string LineOf(PlanBuilding building) => $"{building.Name}: " + string.Join(' ', building.Corners.Select(one =>
        string.Create(CultureInfo.InvariantCulture, $"{one.X:0.##},{one.Y:0.##}")));

    /// <returns>The buildings, or what is wrong with the first line that cannot be read.</returns>
    internal static (IReadOnlyList<PlanBuilding> Buildings, Text? Problem) Read(string lines)
    {
        var buildings = new List<PlanBuilding>();
        foreach (var (index, line) in lines.Split('\n', StringSplitOptions.TrimEntries).Index())
            if (line.Length == 0)
                continue;
            else if (Problem(line, buildings, out var building) is var (zh, en))
                return (buildings, new($"第 {index + 1} 行“{line}”：{zh}", $"line {index + 1}, '{line}': {en}"));
            else
                buildings.Add(building!);
        return buildings.Count > MostBuildings
            ? (buildings, new($"最多 {MostBuildings} 栋楼", $"at most {MostBuildings} buildings")) : (buildings, null);
    }

    private static (string Zh, string En)? Problem(string line, List<PlanBuilding> known, out PlanBuilding? building)
    {
        building = null;
        var colon = line.LastIndexOf(':');
        if (colon < 1)
            return ("写成 楼名: 角 角，如 7: 54,40 70,49", "write NAME: CORNER CORNER, such as 7: 54,40 70,49");
        var name = line[..colon].Trim();
        if (name.Length is 0 or > DevicePlace.Longest || name.Any(char.IsControl))
            return ($"楼名 1 到 {DevicePlace.Longest} 字", $"a name has 1 to {DevicePlace.Longest} letters");
        if (known.Exists(one => one.Name == name))
            return ($"{name} 已经有了", $"{name} is there already");
        var corners = new List<PlanSpot>();
        foreach (var written in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (SpotOf(written) is { } spot)
                corners.Add(spot);
            else
                return ($"“{written}” 不是一个角：写成 x,y，都是 0 到 100", $"'{written}' is no corner: write x,y, each 0 to 100");
        if (corners.Count is < 2 or > MostCorners)
            return ($"要 2 到 {MostCorners} 个角", $"2 to {MostCorners} corners are needed");
        building = new(name, corners is [var one, var other] ? Rectangle(one, other) : corners);
        return null;
    }

    private static PlanSpot[] Rectangle(PlanSpot one, PlanSpot other) => [one, new(other.X, one.Y), other, new(one.X, other.Y)];

    private static PlanSpot? SpotOf(string written) => written.Split(',') is [var x, var y]
        && FiniteNumber.TryParseDecimal(x, out var left) && FiniteNumber.TryParseDecimal(y, out var top)
        && left is >= 0 and <= 100 && top is >= 0 and <= 100 ? new(left, top) : null;
}
