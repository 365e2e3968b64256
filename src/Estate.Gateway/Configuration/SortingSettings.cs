using Estate.Domain.Bins;

namespace Estate.Gateway.Configuration;

/// <summary>What the estate's file says of sorting.</summary>
internal static class SortingSettings
{
    internal static SortingGoal From(EstateFile.SortingSection section, Action<string> wrong)
    {
        if (section.WetShareGoal is { } share && !(share > 0 && share < 1))
            wrong("sorting.wet_share_goal: wet of wet and dry waste, above 0 and below 1, such as 0.4");
        if (section.ParticipationGoal is { } part && !(part > 0 && part <= 1))
            wrong("sorting.participation_goal: households that sort in a month, of all, above 0 and at most 1, such as 0.9");
        return SortingGoal.Of(section.WetShareGoal, section.ParticipationGoal);
    }
}
