using System.Globalization;
using System.Text;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway.Configuration;
using Estate.Web.Shared;

namespace Estate.Web.Plan;

/// <summary>
/// The plan as it is kept: <c>plan.yaml</c> and the picture below it, <c>plan.svg</c>, in the data folder; until somebody draws one there,
/// those beside estate.yaml.
/// </summary>
internal sealed class PlanStore(DataFolder folder, PageReads reads, AuditChain audit)
{
    private readonly Lock _lock = new();
    private volatile KeptPlan? _kept;

    /// <summary>As it is now.</summary>
    internal KeptPlan Current
    {
        get
        {
            lock (_lock)
                return _kept ??= Load();
        }
    }

    /// <returns>Null where it was saved.</returns>
    internal Text? Save(string width, string height, string lines, string by)
    {
        if (Metres(width) is not { } widthM || Metres(height) is not { } heightM || widthM > 5 * heightM || heightM > 5 * widthM)
            return new(
                $"宽和高是 1 到 {EstatePlan.LongestM:0} 米，一边最多是另一边的五倍",
                $"width and height are 1 to {EstatePlan.LongestM:0} metres, one at most five times the other");
        var (buildings, problem) = PlanLines.Read(lines);
        if (problem is not null)
            return problem;
        Write(folder.Plan, Encoding.UTF8.GetBytes(Yaml(new(widthM, heightM, buildings))), by, "plan_drawn");
        return null;
    }

    /// <summary>A picture to lie below the buildings.</summary>
    internal Text? SavePicture(Stream drawing, string by)
    {
        var (svg, problem) = SvgAllowList.Clean(drawing);
        if (svg is not null)
            Write(folder.PlanPicture, Encoding.UTF8.GetBytes(svg), by, "plan_picture_imported");
        return problem;
    }

    internal void RemovePicture(string by) => Write(folder.PlanPicture, [], by, "plan_picture_removed");

    private void Write(string path, byte[] content, string by, string what)
    {
        lock (_lock)
        {
            DataFolder.WritePrivate(path, content);
            audit.Append(new(reads.Clock.Now, by, what, "", ""));
            _kept = null;
        }
    }

    private KeptPlan Load()
    {
        var picture = Existing(folder.PlanPicture) is { } path ? File.ReadAllBytes(path) : [];
        if (Existing(folder.Plan) is not { } file)
            return new(EstatePlan.Empty, picture, null);
        try
        {
            var read = StrictYaml.Read<PlanFile>(File.ReadAllText(file), Path.GetFileName(file)) ?? new PlanFile();
            var (buildings, problem) = PlanLines.Read(string.Join('\n', read.Buildings));
            return read is { WidthM: > 0, HeightM: > 0 } && problem is null
                ? new(new(read.WidthM, read.HeightM, buildings), picture, null)
                : new(EstatePlan.Empty, picture, problem
                    ?? new("width_m 和 height_m 是米，大于 0", "width_m and height_m are metres, more than 0"));
        }
        catch (ConfigurationException mistake)
        {
            return new(EstatePlan.Empty, picture, mistake.Said ?? Text.Same(mistake.Message));
        }
    }

    /// <summary>Ours, or the one that came with the estate's file; an empty one of ours means none.</summary>
    private string? Existing(string path) => new[]
        {
            path, Path.Combine(Path.GetDirectoryName(reads.Model.File)!, Path.GetFileName(path)),
        }.FirstOrDefault(File.Exists) is { } found && new FileInfo(found).Length > 0 ? found : null;

    private static string Yaml(EstatePlan plan) => string.Create(
        CultureInfo.InvariantCulture, $"# Written by the plan's page.\nwidth_m: {plan.WidthM}\nheight_m: {plan.HeightM}\nbuildings:\n")
        + (plan.Buildings.Count == 0 ? "  []\n" : string.Concat(plan.Buildings.Select(one =>
            $"  - '{PlanLines.LineOf(one).Replace("'", "''", StringComparison.Ordinal)}'\n")));

    private static double? Metres(string written) =>
        FiniteNumber.TryParseDecimal(written.Trim(), out var number) && number is >= 1 and <= EstatePlan.LongestM ? number : null;
}

/// <summary>The plan and the picture below it.</summary>
/// <param name="Picture">SVG; empty for none.</param>
/// <param name="Problem">Why the file could not be used.</param>
public sealed record KeptPlan(EstatePlan Plan, ReadOnlyMemory<byte> Picture, Text? Problem)
{
    internal bool IsDrawn => Plan.Buildings.Count > 0 || Picture.Length > 0;
}
