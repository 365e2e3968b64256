using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Estate.Bench.Widest;

/// <summary>What one answer cost the gateway.</summary>
/// <param name="GrowthBytes">By how much its memory was larger at its peak than before.</param>
internal sealed record Asked(HttpStatusCode Status, long Bytes, double Ms, double CpuMs, long GrowthBytes)
{
    /// <summary>Asks, and reads the whole answer.</summary>
    internal static async Task<Asked> OfAsync(HttpClient http, int process, string path)
    {
        // The peak begins anew.
        await File.WriteAllTextAsync($"/proc/{process}/clear_refs", "5");
        var (cpu, resident, started) = (ProcessorMs(process), Kilobytes(process, "VmRSS"), Stopwatch.GetTimestamp());
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (bytes, buffer) = (0L, new byte[1 << 16]);
        while (await body.ReadAsync(buffer) is > 0 and var read)
            bytes += read;
        var ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return new(answer.StatusCode, bytes, ms, ProcessorMs(process) - cpu, Math.Max(0, 1024 * (Kilobytes(process, "VmHWM") - resident)));
    }

    /// <summary>Of all its threads; to the nanosecond, where the kernel's own sum counts hundredths of a second.</summary>
    private static double ProcessorMs(int process) => Directory.EnumerateDirectories($"/proc/{process}/task").Sum(thread =>
    {
        try
        {
            return double.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / 1e6;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    });

    private static long Kilobytes(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
