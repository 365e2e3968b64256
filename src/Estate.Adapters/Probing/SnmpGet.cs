using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Estate.Adapters.Probing;

/// <summary>
/// Debian's <c>snmpget</c> (package snmp), one process a question: no .NET library for SNMP restores (decision 68). Nothing secret is an
/// argument or in the environment, no shell is between, and what it writes is bounded.
/// </summary>
public static class SnmpGet
{
    /// <summary>Once, so long; a lost question is a lost probe.</summary>
    private const string TimeoutS = "2";
    private const string Program = "snmpget";
    private const int MostLetters = 16_384;

    /// <summary>It ends by itself long before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>Null where it is installed.</summary>
    public static string? Missing =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Program)))
            ? null : "snmpget is not installed: apt-get install --no-install-recommends snmp";

    /// <returns>Exit status 1 where it was not ended by itself.</returns>
    internal static async Task<(int Exit, string Output, string Errors)> RunAsync(
        string folder, string peer, IReadOnlyList<string> oids, CancellationToken stop)
    {
        using var process = Start(folder, peer, oids);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        var (output, errors) = (ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output.WaitAsync(patience.Token), await errors.WaitAsync(patience.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (1, "", "it did not end");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(string folder, string peer, IReadOnlyList<string> oids)
    {
        // Numbers only: q without types, n and e for OIDs and enumerations, t for ticks, U without units.
        var start = new ProcessStartInfo(Program, ["-OqnteU", "-r", "0", "-t", TimeoutS, peer, .. oids])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.Latin1,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in new[]
        {
            ("PATH", Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin"), ("LC_ALL", "C"), ("HOME", folder),
            // Its own settings and nobody else's; no texts of MIBs, which are not there anyway.
            ("SNMPCONFPATH", folder), ("SNMP_PERSISTENT_DIR", folder), ("MIBS", ""), ("MIBDIRS", folder),
        })
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new IOException(Missing ?? missing.Message, missing);
        }
    }

    /// <summary>The beginning; the rest is read, so that it can end, and forgotten.</summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var (kept, some) = (new StringBuilder(), new char[1024]);
        while (await reader.ReadAsync(some) is > 0 and var read)
            if (kept.Length < MostLetters)
                kept.Append(some, 0, read);
        return kept.ToString();
    }
}
