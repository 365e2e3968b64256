using System.Net;
using Estate.Bench.Ingest;

namespace Estate.Bench.District;

/// <summary>The first page of somebody who sees a thousand estates, while their facts come.</summary>
internal static class PageTrial
{
    private const int Times = 20;
    private const double MaxMs = 300, MaxKilobytes = 100;

    internal static async Task<bool> RunAsync(BenchDistrict district, CancellationToken stop)
    {
        var worker = district.Workers[0];
        var (_, lines) = worker.Run("account", "add", "bench", "district", "示范区");
        var password = lines[0].Split("password ")[1].Split(' ')[0];
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new(worker.Url),
        };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "bench", ["password"] = password });
        (await http.PostAsync(new Uri("/login", UriKind.Relative), form, stop)).EnsureSuccessStatusCode();
        var (times, bytes) = (new List<double>(), 0);
        for (var i = 0; i <= Times; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            bytes = (await http.GetByteArrayAsync(new Uri("/", UriKind.Relative), stop)).Length;
            if (i > 0)
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }
        var slow = DiskProbe.Percentile(times, 0.95);
        DistrictBench.Say($"page of {DistrictBench.Estates} estates: {slow:0} ms p95 (limit {MaxMs}), p50 "
            + $"{DiskProbe.Percentile(times, 0.5):0} ms");
        DistrictBench.Say($"page of {DistrictBench.Estates} estates: {bytes / 1e3:0.0} kB (limit {MaxKilobytes})");
        return slow <= MaxMs && bytes / 1e3 <= MaxKilobytes;
    }
}
