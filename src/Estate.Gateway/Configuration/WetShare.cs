namespace Estate.Gateway.Configuration;

/// <summary>What the estate's file says of sorting.</summary>
internal static class WetShare
{
    internal static double? From(EstateFile.SortingSection section, Action<string> wrong)
    {
        if (section.WetShareGoal is { } share && !(share > 0 && share < 1))
            wrong("sorting.wet_share_goal: wet of wet and dry waste, above 0 and below 1, such as 0.4");
        return section.WetShareGoal;
    }
}
