using System.Globalization;
using System.Runtime.InteropServices;

namespace Estate.Bench.All;

/// <summary>What figures were measured on, without its name.</summary>
internal static class Machine
{
    internal static string Words()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({Processor()}), {memory:0} GB, {RuntimeInformation.OSDescription.Split(' ')[0]} "
                + $"{Environment.OSVersion.Version.Major}.{Environment.OSVersion.Version.Minor} {RuntimeInformation.ProcessArchitecture}, "
                + $"{RuntimeInformation.FrameworkDescription}");
    }

    private static string Processor()
    {
        const string cpus = "/proc/cpuinfo";
        var model = File.Exists(cpus)
            ? File.ReadLines(cpus).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model?[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? "unknown processor";
    }
}
