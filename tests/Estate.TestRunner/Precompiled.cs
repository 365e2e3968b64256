using System.Diagnostics;
using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Estate.TestRunner;

/// <summary>
/// Machine code made ahead (ReadyToRun) for what the tests load; otherwise a third of their time goes into compiling the same again in every
/// process. Each assembly is compiled once for all projects and runs, and kept by what it contains.
/// </summary>
internal static class Precompiled
{
    /// <summary>Those that run for minutes; the others would not earn it back.</summary>
    private static readonly HashSet<string> Projects = ["Estate.Gateway.Tests", "Estate.Bench.Tests", "Estate.Adapters.Tests"];

    /// <summary>Kept at most; of sources that are no more the oldest go.</summary>
    private const int Most = 200;

    internal static async Task PutAsync(string root, Selection chosen, CancellationToken stop)
    {
        var kept = Directory.CreateDirectory(Path.Combine(root, "var", "precompiled")).FullName;
        var folders = chosen.Projects.Where(one => Projects.Contains(one.Project.Name)).Select(one => Path.GetDirectoryName(one.Project.Program)!);
        var portable = folders.SelectMany(folder => Directory.GetFiles(folder, "*.dll")).Where(IsPortable).ToLookup(file => Path.Combine(kept, Key(file)));
        await Parallel.ForEachAsync(portable.Where(one => !File.Exists(one.Key)), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop },
            async (one, token) => await CompileAsync(one.First(), one.Key, token));
        foreach (var one in portable.Where(one => File.Exists(one.Key)))
            foreach (var file in one)
                File.Copy(one.Key, file, overwrite: true);
        foreach (var old in Directory.GetFiles(kept).OrderByDescending(File.GetLastWriteTimeUtc).Skip(Most))
            File.Delete(old);
    }

    /// <summary>Neither compiled ahead already nor something else than .NET's.</summary>
    private static bool IsPortable(string file)
    {
        using var reader = new PEReader(File.OpenRead(file));
        return reader.HasMetadata && reader.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: 0 };
    }

    private static string Key(string file) => $"{Path.GetFileNameWithoutExtension(file)}-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16]}.dll";

    /// <summary>One that cannot be compiled stays as it is.</summary>
    private static async Task CompileAsync(string file, string target, CancellationToken stop)
    {
        var (runtime, made) = (RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'), target + ".new");
        string[] known = [runtime, runtime.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal), Path.GetDirectoryName(file)!];
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var start = new ProcessStartInfo(Compiler(), [file, "-o", made, "-O", "--targetos:linux", $"--targetarch:{architecture}", .. known.SelectMany(folder => new[] { "-r", folder + "/*.dll" })])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.StandardOutput.ReadToEndAsync(stop);
        await errors;
        await process.WaitForExitAsync(stop);
        if (process.ExitCode == 0)
            File.Move(made, target, overwrite: true);
    }

    /// <summary>Of the SDK's own package, where its restore put it.</summary>
    private static string Compiler() =>
        Path.Combine(typeof(Precompiled).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "Crossgen2").Value!, "tools", "crossgen2");
}
