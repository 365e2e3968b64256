using System.CommandLine;
using System.Globalization;
using Estate.Cli.Commands;
using Estate.Gateway.Configuration;

namespace Estate.Bench.History;

/// <summary>Makes the past with which a demonstration begins.</summary>
internal static class HistoryCommand
{
    private const int Percent = 100, SaidEvery = 25;

    internal static Command Create()
    {
        var (estate, data) = (CommonOptions.Estate(), CommonOptions.Data());
        var weeks = new Option<int>("--weeks") { Description = "How long it is", DefaultValueFactory = _ => 4 };
        var seed = new Option<int>("--seed") { Description = "Same seed, same weeks", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "history", "Weeks of a simulated past for a demonstration that has none, through the gateway's own pipeline")
        { estate, data, weeks, seed };
        command.SetAction(async parsed =>
        {
            var folder = new DataFolder(parsed.GetRequiredValue(data));
            var model = RunCommand.Demonstration(CommonOptions.Model(parsed.GetRequiredValue(estate), folder));
            var length = parsed.GetRequiredValue(weeks);
            if (length is < 1 or > 52)
                return Say("--weeks is 1 to 52", 2);
            var maker = new HistoryMaker(model, folder, parsed.GetRequiredValue(seed), new Bar(length));
            if (maker.Refusal() is { } refusal)
                return Say(refusal, File.Exists(folder.Demonstration) ? 0 : 2);
            var (time, started) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
            var report = await maker.MakeAsync(length * HistoryMaker.DaysAWeek, time.GetUtcNow());
            report.Standing.Write(Path.Combine(folder.Root, "simulation.json"));
            return Say(string.Create(CultureInfo.InvariantCulture,
                $"{length} weeks of history are made, in {time.GetElapsedTime(started).TotalSeconds:0.0} s."), report.Lost == 0 ? 0 : 1);
        });
        return command;
    }

    private static int Say(string text, int status)
    {
        Console.WriteLine(text);
        return status;
    }

    /// <summary>In one line on a terminal; in a file, a line for each quarter.</summary>
    private sealed class Bar(int weeks) : IProgress<(int Done, int Days)>
    {
        private int _said;

        public void Report((int Done, int Days) value)
        {
            var percent = value.Done * Percent / value.Days;
            var line = string.Create(CultureInfo.InvariantCulture, $"Making {weeks} weeks of history for the demonstration: {percent} %");
            if (!Console.IsOutputRedirected)
                Console.Write($"\r{line}{(value.Done == value.Days ? "\n" : "")}");
            else if (percent / SaidEvery > _said)
                (_said, _) = (percent / SaidEvery, Say(line, 0));
        }
    }
}
