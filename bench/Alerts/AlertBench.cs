using System.CommandLine;
using Estate.Domain.Alerts;
using Estate.Gateway.Configuration;
using NodaTime;
using Command = System.CommandLine.Command;

namespace Estate.Bench.Alerts;

/// <summary>How many alerts a month of the reference estate asks its staff to bear, beside the targets of ISA-18.2 and EEMUA 191.</summary>
internal static class AlertBench
{
    internal static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Not used: nothing is written" };
        var estate = new Option<string>("--estate")
        {
            Description = "The estate's file",
            DefaultValueFactory = _ => "deploy/reference/estate.yaml"
        };
        var command = new Command("alerts", "A month's alerts, by the targets of alarm management") { data, estate };
        command.SetAction(parsed => Run(EstateFileReader.Read(parsed.GetRequiredValue(estate)), Console.Out) ? 0 : 1);
        return command;
    }

    /// <returns>Whether every target that can be met by this gateway is met.</returns>
    internal static bool Run(EstateModel model, TextWriter output)
    {
        var policy = model.Alerts.Policy;
        var zone = model.Programme.Zone;
        var begin = new LocalDateTime(2026, 10, 1, 8, 0).InZoneLeniently(zone).ToInstant();
        var trial = new AlertLoadTrial(policy, model.Inventory.Select(one => one.Device), begin);
        trial.Run();
        var (whole, shifts) = (trial.Whole, trial.Shifts(policy.Shifts, zone));
        var (busiest, worst) = (shifts.Max(one => one.PerHour), shifts.Max(one => one.WorstTenMinutes));
        var chattering = whole.Chattering.Count;
        output.WriteLine(FormattableString.Invariant(
            $"{whole.Count} alerts of a month in {shifts.Count} shifts, {whole.PerHour:0.00} an hour"));
        // The share of ten kinds says how the load is spread: of a load far below the others' targets it asks for nothing.
        output.WriteLine(FormattableString.Invariant(
            $"ten most frequent: {whole.ShareOfMostFrequent:P1} of all (target {AlertLoad.TargetShare:P0}, not judged)"));
        foreach (var keys in trial.OfOutages)
            output.WriteLine($"a person heard, when the switch went: {string.Join(", ", keys)}");
        return Judge(output, "alerts an hour, busiest shift", busiest, AlertLoad.TargetPerHour)
            & Judge(output, "worst ten minutes of all shifts", worst, AlertLoad.TargetInTenMinutes)
            & Judge(output, "floods", shifts.Sum(one => one.Floods.Count), 0) & Judge(output, "chattering", chattering, 0)
            & Judge(output, "notifications of a person when the switch silences two hundred", trial.OfOutages.Max(one => one.Count), 1);
    }

    private static bool Judge(TextWriter output, string what, double value, double most)
    {
        output.WriteLine(FormattableString.Invariant($"{what}: {value:0.##} (at most {most}) {(value <= most ? "PASS" : "FAIL")}"));
        return value <= most;
    }
}
