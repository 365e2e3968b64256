using Estate.District.Estates;

namespace Estate.District.Reports;

/// <summary>In what a question is answered.</summary>
public enum AnswerUnit
{
    Percent,
    Minutes,
    Times,
}

/// <summary>Whose answers stand beside each other.</summary>
public enum CompareBy
{
    Estate,
    Street,

    /// <summary>Of trips of chargers only.</summary>
    Reason,
}

/// <summary>Something that estates are compared by, over weeks.</summary>
/// <param name="Columns">Of days, what it looks at.</param>
/// <param name="Above">What is added up, over <paramref name="Below"/>, or alone where that is null.</param>
/// <param name="IsOfHouseholds">Days with too few households are left out, of sums too: nothing can be subtracted.</param>
public sealed record Question(
    string Id, NameInBoth Text, AnswerUnit Unit, IReadOnlyList<string> Columns, string Above, string? Below, bool IsOfHouseholds = false)
{
    internal const string Trips = "trips";

    internal static readonly IReadOnlyList<Question> All =
    [
        new("wet", new("湿垃圾占干湿垃圾", "Wet share of wet and dry waste"), AnswerUnit.Percent,
            ["wet", "residual"], "100 * d.wet", "d.wet + d.residual", IsOfHouseholds: true),
        new("participation", new("参与率（每天）", "Participation, each day"), AnswerUnit.Percent, [DaySql.Households],
            "100 * d.households", "estate.households", IsOfHouseholds: true),
        new(Trips, new("充电桩保护断电次数", "Trips of chargers"), AnswerUnit.Times, ["trips"], "d.trips", null),
        new("acknowledged", new("报警多久有人处理", "Time until an alert is acknowledged"), AnswerUnit.Minutes,
            ["acknowledged", "acknowledged_s"], "d.acknowledged_s / 60.0", "d.acknowledged"),
        new("shut", new("关门时段内确实关好的比例", "Closed gates found shut and locked"), AnswerUnit.Percent,
            ["secured_s", "scheduled_s"], "100 * d.secured_s", "d.scheduled_s"),
        new("silence", new("设备失联次数", "Devices that fell silent"), AnswerUnit.Times, ["silences"], "d.silences", null),
        new("stuck", new("电梯困停次数", "Lifts that got stuck"), AnswerUnit.Times, ["stuck"], "d.stuck", null),
        new("turnout", new("居民打钩参与率", "Turnout of polls"), AnswerUnit.Percent, ["turnout", "polled"], "100 * d.turnout", "d.polled"),
        new("satisfaction", new("对完成项目满意的户数占比", "Households satisfied with finished projects"), AnswerUnit.Percent,
            ["satisfied", "graded"], "100 * d.satisfied", "d.graded"),
    ];

    /// <summary>Null where there is no such question.</summary>
    internal static Question? Find(string id) => All.FirstOrDefault(one => one.Id == id);
}
