namespace Estate.Web.Plan;

/// <summary>plan.yaml as written; nothing is checked yet.</summary>
internal sealed class PlanFile
{
    /// <summary>Metres.</summary>
    public double WidthM { get; set; }
    public double HeightM { get; set; }

    /// <summary>Lines such as <c>7: 54,40 70,49</c>.</summary>
    public List<string> Buildings { get; set; } = [];
}
