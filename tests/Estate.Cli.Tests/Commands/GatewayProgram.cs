using System.Diagnostics;

namespace Estate.Cli.Tests.Commands;

/// <summary>The gateway's commands, as a person runs them.</summary>
internal static class GatewayProgram
{
    /// <param name="key">For ESTATE_BACKUP_KEY.</param>
    internal static async Task<(int Code, string Output)> RunAsync(string? key, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["ESTATE_BACKUP_KEY"] = key ?? "" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, output + await error);
    }
}
