namespace Estate.Web.Committee;

/// <summary>A line of the decisions as a table.</summary>
internal sealed record DecisionRow(string At, string Decision);
