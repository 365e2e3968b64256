using System.Diagnostics;
using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Estate.TestRunner;

/// <summary>
/// Machine code made ahead (ReadyToRun) for the gateway and its packages where tests load them; otherwise a third of their time goes into
/// compiling the same again in every process. Each assembly is compiled once for all projects and runs, and kept by what it contains.
/// </summary>
internal static class Precompiled
{
    private const string Output = "bin/Release/net10.0";

    /// <summary>Kept at most; of sources that are no more the oldest go.</summary>
    private const int Most = 200;

    /// <summary>Those that run for minutes; the others would not earn it back.</summary>
    private static readonly HashSet<string> Projects = [
        "Estate.Web.Tests", "Estate.Cli.Tests", "Estate.Bench.Tests", "Estate.Adapters.Tests"];

    internal static async Task PutAsync(string root, Selection chosen, CancellationToken stop)
    {
        var kept = Directory.CreateDirectory(Path.Combine(root, "var", "precompiled")).FullName;
        var product = Assemblies(Path.Combine(root, "src", "Estate.Cli")).Select(Path.GetFileName).ToHashSet();
        var portable = chosen.Projects.Where(one => Projects.Contains(one.Project.Name)).SelectMany(one => Assemblies(one.Project.Folder))
            .Where(file => product.Contains(Path.GetFileName(file)) && IsPortable(file))
            .ToLookup(file => Path.Combine(kept, NameOf(file)));
        var eachCore = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop };
        await Parallel.ForEachAsync(portable.Where(one => !File.Exists(one.Key)), eachCore,
            async (one, token) => await CompileAsync(one.First(), one.Key, token));
        foreach (var one in portable.Where(one => File.Exists(one.Key)))
            foreach (var file in one)
                File.Copy(one.Key, file, overwrite: true);
        foreach (var old in Directory.GetFiles(kept).OrderByDescending(File.GetLastWriteTimeUtc).Skip(Most))
            File.Delete(old);
    }

    private static string[] Assemblies(string project) => Directory.GetFiles(Path.Combine(project, Output), "*.dll");

    /// <summary>Neither compiled ahead already nor something else than .NET's.</summary>
    private static bool IsPortable(string file)
    {
        using var reader = new PEReader(File.OpenRead(file));
        return reader.HasMetadata && reader.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: 0 };
    }

    private static string NameOf(string file) =>
        $"{Path.GetFileNameWithoutExtension(file)}-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16]}.dll";

    /// <summary>One that cannot be compiled stays as it is.</summary>
    private static async Task CompileAsync(string file, string target, CancellationToken stop)
    {
        var (runtime, made) = (RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'), target + ".new");
        var web = runtime.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal);
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] arguments = [file, "-o", made, "-O", "--targetos:linux", $"--targetarch:{architecture}"];
        var known = new[] { runtime, web, Path.GetDirectoryName(file)! }.SelectMany(folder => new[] { "-r", folder + "/*.dll" });
        using var process = Process.Start(new ProcessStartInfo(Compiler(), [.. arguments, .. known])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.StandardOutput.ReadToEndAsync(stop);
        await errors;
        await process.WaitForExitAsync(stop);
        if (process.ExitCode == 0)
            File.Move(made, target, overwrite: true);
    }

    /// <summary>Of the SDK's own package, where its restore put it.</summary>
    private static string Compiler()
    {
        var package = typeof(Precompiled).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "Crossgen2");
        return Path.Combine(package.Value!, "tools", "crossgen2");
    }
}
