using System.Diagnostics;

namespace Estate.TestRunner;

/// <summary>Tests of one project again at each change, by dotnet watch.</summary>
internal static class Watch
{
    internal static int Run(Selection chosen)
    {
        if (chosen.Projects is not [var only])
        {
            Console.Error.WriteLine("--watch takes the tests of one project; these are of "
                + $"{string.Join(", ", chosen.Projects.Select(one => one.Project.Name))}. Name a project or a class.");
            return 2;
        }
        var arguments = new List<string> { "watch", "--project", only.Project.Folder, "run", "-c", "Release", "--", "-noLogo" };
        arguments.AddRange(only.Filters.SelectMany(filter => new[] { "-method", filter }));
        using var watch = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        watch.WaitForExit();
        return watch.ExitCode;
    }
}
