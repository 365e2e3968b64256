namespace Estate.Gateway.Configuration;

/// <summary>What an estate set itself, as its file says; null where it says nothing.</summary>
/// <param name="WetShare">Wet ÷ wet and dry waste by weight, 0 to 1.</param>
/// <param name="Participation">Households that sort in a month ÷ households, 0 to 1.</param>
internal sealed record SortingSettings(double? WetShare, double? Participation)
{
    internal static SortingSettings From(EstateFile.SortingSection section, Action<string> wrong)
    {
        if (section.WetShareGoal is { } share && !(share > 0 && share < 1))
            wrong("sorting.wet_share_goal: wet of wet and dry waste, above 0 and below 1, such as 0.4");
        if (section.ParticipationGoal is { } part && !(part > 0 && part <= 1))
            wrong("sorting.participation_goal: households that sort in a month, of all, above 0 and at most 1, such as 0.9");
        return new(section.WetShareGoal, section.ParticipationGoal);
    }
}
