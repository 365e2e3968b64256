using System.Diagnostics;

namespace Estate.Cli.Tests.Deploy;

/// <summary>Programs of the machine, and whether they are here.</summary>
internal static class Shell
{
    internal static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    internal static Task<(int Code, string Output)> RunAsync(string program, params string[] arguments) => RunAsync([], program, arguments);

    /// <summary>What it printed on both of its outputs; with further settings of its environment, null for one taken away.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(
        IEnumerable<(string Name, string? Value)> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
