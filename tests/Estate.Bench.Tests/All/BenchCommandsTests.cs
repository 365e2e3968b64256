using System.CommandLine;
using System.Text.RegularExpressions;
using Estate.Bench.All;
using Estate.TestKit;
using Xunit;

namespace Estate.Bench.Tests.All;

/// <summary>Every command of the bench starts with the options that the estate script and <c>bench all</c> give it.</summary>
public sealed partial class BenchCommandsTests
{
    public static TheoryData<string> Commands => [.. Leaves(BenchCommands.Root(), "").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Runs => [.. Targets.Runs.Select(run => string.Join(' ', [run.Bench, .. run.Arguments]))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_takes_the_folder_that_the_script_gives_it(string command) =>
        Assert.Empty(BenchCommands.Root().Parse($"{command} --data /nowhere").Errors.Select(error => error.Message));

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_bench_takes_the_settings_of_all(string command) =>
        Assert.Empty(BenchCommands.Root().Parse($"{command} --data /nowhere").Errors.Select(error => error.Message));

    [Fact]
    public void What_is_compared_with_an_older_build_takes_it() => Assert.All(
        Targets.WithBefore,
        bench => A_bench_takes_the_settings_of_all($"{bench} --before /nowhere"));

    [Fact]
    public void Help_names_every_bench_and_no_other()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "estate"));
        var told = Told().Matches(script[..script.IndexOf("\nTEXT\n", StringComparison.Ordinal)])
            .SelectMany(match => match.Groups[1].Value.Split('|', StringSplitOptions.TrimEntries)).ToHashSet();
        var known = BenchCommands.Root().Subcommands
            .Where(command => !command.Hidden && command.Name is not ("torture" or "replay" or "start-profile" or "history"))
            .Select(command => command.Name);
        Assert.Equal(known.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_figure_is_one_of_a_bench_that_is_run_and_has_a_name_of_its_own()
    {
        Assert.Empty(Targets.All.Select(target => target.Bench).Except(Targets.Runs.Select(run => run.Bench)));
        Assert.Equal(Targets.All.Count, Targets.All.Select(target => target.Name).Distinct().Count());
    }

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Where(one => !one.Hidden)
        .SelectMany(one => one.Subcommands.Count > 0 ? Leaves(one, $"{path}{one.Name} ") : [path + WithSamples(one)]);

    /// <summary>Of each argument and option that it cannot do without.</summary>
    private static string WithSamples(Command command)
    {
        var arguments = command.Arguments.Where(argument => !argument.HasDefaultValue).Select(_ => "sample");
        var options = command.Options.Where(option => option.Required).Select(option => $"{option.Name} sample");
        return string.Join(' ', [command.Name, .. arguments, .. options]);
    }

    [GeneratedRegex(@"^\./estate bench ([a-z]+(?: \| [a-z]+)*)", RegexOptions.Multiline)]
    private static partial Regex Told();
}
