using System.ComponentModel;
using System.Diagnostics;

namespace Estate.Adapters.Systemd;

/// <summary>Programs of the machine's own, asked for what only they know.</summary>
public static class ForeignProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>What it wrote, whatever its exit status; null where it is not installed or takes too long.</returns>
    public static string? Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(Patience) && output.Wait(Patience))
                return output.Result;
            process.Kill();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>To whom <paramref name="like"/> belongs, where this process may; a service's folder must not become root's.</summary>
    public static void GiveTo(string path, string like)
    {
        if (Environment.IsPrivilegedProcess)
            Ask("chown", "--recursive", $"--reference={like}", path);
    }
}
