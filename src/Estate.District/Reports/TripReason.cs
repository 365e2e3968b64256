using Estate.District.Estates;

namespace Estate.District.Reports;

/// <summary>What chargers cut the power for (<see cref="DaySql.Cuts"/>), in words.</summary>
internal static class TripReason
{
    internal static readonly IReadOnlyDictionary<string, NameInBoth> Texts = new Dictionary<string, NameInBoth>
    {
        ["smoke"] = new("冒烟", "Smoke"),
        ["over_temperature"] = new("过热", "Too hot"),
        ["short_circuit"] = new("短路", "Short circuit"),
        ["leakage"] = new("漏电", "Leakage"),
        ["over_current"] = new("过流", "Too much current"),
        ["over_power"] = new("超功率", "Too much power"),
        ["over_voltage"] = new("过压", "Voltage too high"),
        ["relay_welded"] = new("继电器粘连", "Relay welded"),
    };
}

/// <summary>Trips of one reason.</summary>
public sealed record TripCount(string Reason, NameInBoth Text, long Count);

/// <summary>Polls that ended on a day, of those in which enough households took part.</summary>
/// <param name="Turnout">Of the households that could, 0 to 1.</param>
/// <param name="Satisfied">Of those that graded a project, 0 to 1; null where none was graded.</param>
public sealed record SayDay(DateOnly Day, double? Turnout, double? Satisfied);
