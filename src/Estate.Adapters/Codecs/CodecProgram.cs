using System.Diagnostics;

namespace Estate.Adapters.Codecs;

/// <summary>How the process of the codecs is started.</summary>
public sealed record CodecProgram(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The program that runs now, asked for something else.</summary>
    public static CodecProgram Own { get; } = Of(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "Estate.Cli.dll"));

    /// <summary>
    /// Starts it, as large as it is allowed to be. It gets none of the gateway's environment, which may hold secrets; what it says of its
    /// own end is thrown away: a stack that overflowed is told there, in some ten thousand lines.
    /// </summary>
    internal Process Start(params IEnumerable<string> more)
    {
        var start = new ProcessStartInfo(FileName, [.. Arguments, .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment.Clear();
        if (root is not null)
            start.Environment["DOTNET_ROOT"] = root;
        start.Environment["DOTNET_GCHeapHardLimit"] = $"0x{CodecLimits.MaxHeapBytes:x}";
        start.Environment["DOTNET_GCgen0size"] = "0x400000";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        var process = Process.Start(start)!;
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return process;
    }

    /// <param name="library">What is run where the process is dotnet itself, or a program of tests.</param>
    private static CodecProgram Of(string process, string library) => Path.GetFileNameWithoutExtension(process) == "estate"
        || Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(library)
        ? new(process, [CodecWorker.Argument])
        : new(Path.GetFileNameWithoutExtension(process) == "dotnet" ? process : "dotnet", [library, CodecWorker.Argument]);
}
