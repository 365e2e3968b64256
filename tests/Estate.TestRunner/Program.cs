using System.CommandLine;
using Estate.TestRunner;

// What `./estate test` runs: chooses, builds, runs, tells. Exit status 0 only where something passed and nothing failed.
var names = new Argument<string[]>("NAME")
{
    Description = "a slice (gate), a project (Estate.Domain), a class (PollTests) or a test (PollTests.A_poll_...); everything without",
};
var repeat = new Option<int>("--repeat")
{ Description = "run so many times, and list the tests whose outcome differs", DefaultValueFactory = _ => 1 };
var busy = new Option<bool>("--busy") { Description = "beside a busy loop on each core, for what fails by chance" };
var watch = new Option<bool>("--watch") { Description = "again whenever a file of theirs changes" };
var needs = new Option<bool>("--needs") { Description = "only the Debian packages these tests want, one a line" };
repeat.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 1 or > 100)
        result.AddError("--repeat takes a number from 1 to 100");
});
var command = new RootCommand("Runs the tests.") { names, repeat, busy, watch, needs };
command.SetAction(async (parsed, stop) =>
{
    var (chosen, problem) = Selection.Of(TestProject.All(Root()), parsed.GetValue(names)!);
    if (chosen is null)
    {
        Console.Error.WriteLine(problem);
        return 2;
    }
    if (!parsed.GetValue(needs))
        return parsed.GetValue(watch) ? Watch.Run(chosen)
            : await TestRun.RunAsync(chosen, parsed.GetValue(repeat), parsed.GetValue(busy), stop);
    foreach (var package in Needs.Of(chosen))
        Console.WriteLine(package);
    return 0;
});
return await command.Parse(args).InvokeAsync();

static string Root()
{
    var folder = new DirectoryInfo(AppContext.BaseDirectory);
    while (!File.Exists(Path.Combine(folder.FullName, "Estate.sln")))
        folder = folder.Parent ?? throw new DirectoryNotFoundException("no Estate.sln above the test runner");
    return folder.FullName;
}
