using Estate.District.Estates;

namespace Estate.District.Reports;

/// <summary>In what a question is answered.</summary>
public enum AnswerUnit
{
    Percent,
    Minutes,
    Times,
}

/// <summary>Something that estates are compared by, over weeks.</summary>
/// <param name="Which">Rows of roll-ups it looks at.</param>
/// <param name="Above">What is added up, over <paramref name="Below"/>, or alone where that is null.</param>
/// <param name="IsOfHouseholds">Days with too few households are left out, of sums too: nothing can be subtracted.</param>
public sealed record Question(
    string Id, NameInBoth Text, AnswerUnit Unit, string Which, string Above, string? Below, bool IsOfHouseholds = false)
{
    internal static readonly IReadOnlyList<Question> All =
    [
        new("wet", new("湿垃圾占干湿垃圾", "Wet share of wet and dry waste"), AnswerUnit.Percent,
            "what IN ('household', 'waste/wet', 'waste/residual')", "100 * d.wet", "d.wet + d.residual", IsOfHouseholds: true),
        new("participation", new("参与率（每天）", "Participation, each day"), AnswerUnit.Percent, "what = 'household'",
            "100 * d.households", "estate.households", IsOfHouseholds: true),
        new("trips", new("充电桩保护断电次数", "Trips of chargers"), AnswerUnit.Times, DaySql.Cuts, "d.trips", null),
        new("acknowledged", new("报警多久有人处理", "Time until an alert is acknowledged"), AnswerUnit.Minutes,
            "what LIKE 'acknowledged/%'", "d.acknowledged_s / 60.0", "d.acknowledged"),
        new("gate", new("关门时段内确实关好的比例", "Closed gates found shut and locked"), AnswerUnit.Percent,
            "what IN ('closing/secured', 'closing/scheduled')", "100 * d.secured_s", "d.scheduled_s"),
        new("silence", new("设备失联次数", "Devices that fell silent"), AnswerUnit.Times, "what LIKE 'silent/%'", "d.silences", null),
    ];

    /// <summary>Null where there is no such question.</summary>
    internal static Question? Find(string id) => All.FirstOrDefault(one => one.Id == id);
}
