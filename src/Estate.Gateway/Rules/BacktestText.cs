using System.Globalization;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using NodaTime;

namespace Estate.Gateway.Rules;

/// <summary>A back-test on a terminal: the sums, what differs, all firings.</summary>
internal static class BacktestText
{
    internal static IEnumerable<string> Lines(BacktestReport report, DateTimeZone zone)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Rule}: {report.From.Read(zone)} to {report.Until.Read(zone)}, {report.Inputs} facts and measurements played");
        if (report.Note is { } note)
            yield return "  note: " + note.En;
        yield return "  this version     " + Sum(report.Candidate);
        yield return "  version in force " + (report.InForce is { } before ? Sum(before) : "none: the rule is new");
        foreach (var side in new[] { report.Candidate, report.InForce })
            if (side?.Problem is { } problem)
                yield return $"  goes out of use{(ReferenceEquals(side, report.InForce) ? " (in force)" : "")}: {problem}";
        foreach (var change in report.Changes)
            yield return change.Kind switch
            {
                "added" => "+ " + Line(change.After!, zone),
                "removed" => "- " + Line(change.Before!, zone),
                _ => $"~ {Line(change.Before!, zone)}\n  now {Line(change.After!, zone)}",
            };
        if (report.InForce is not null)
            yield return string.Create(
                CultureInfo.InvariantCulture, $"  {Count("added")} added, {Count("removed")} removed, {Count("changed")} changed");
        yield return "All firings of this version:";
        foreach (var firing in report.Candidate.Firings)
            yield return "  " + Line(firing, zone);

        int Count(string kind) => report.Changes.Count(change => change.Kind == kind);
    }

    private static string Sum(BacktestSide side) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{side.Firings.Count} firings, people told {side.Pages} times, {side.PagesPerNight:0.0#} a night");

    private static string Line(Firing firing, DateTimeZone zone) =>
        $"{firing.At.Read(zone)} to {firing.EndedAt?.Read(zone) ?? "the end"}  {firing.Device} {firing.Component}".TrimEnd()
        + $"{(firing.IsLate ? " (known only afterwards)" : "")}  "
        + $"{string.Join(", ", firing.Seen.Select(seen => $"{seen.Name} {seen.Value}"))}";
}
