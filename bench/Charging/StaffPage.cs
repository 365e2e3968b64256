using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Estate.Bench.Harness;
using Estate.Domain.People;

namespace Estate.Bench.Charging;

/// <summary>A browser of staff that keeps the alerts open and notes when it hears of one.</summary>
internal sealed class StaffPage : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();
    private readonly TimeProvider _time;

    private StaffPage(TimeProvider time) => _time = time;

    internal static async Task<StaffPage> OpenAsync(BenchEstate estate, TimeProvider time)
    {
        var page = new StaffPage(time);
        var token = estate.TokenOf("desk", Role.Staff);
        page._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await page._http.GetAsync(new Uri(estate.Url + "/staff/alerts/live"), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        _ = page.ReadAsync(response);
        return page;
    }

    internal Task<long> ExpectAsync(string mark) => (_awaited[mark] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Dispose()
    {
        _leaving.Cancel();
        _http.Dispose();
        _leaving.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_leaving.Token));
            while (await reader.ReadLineAsync(_leaving.Token) is { } line)
                foreach (var mark in _awaited.Keys.Where(mark => line.Contains(mark, StringComparison.Ordinal)).ToList())
                    if (_awaited.TryRemove(mark, out var heard))
                        heard.TrySetResult(_time.GetTimestamp());
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or HttpRequestException)
        {
            // The page is closed.
        }
        finally
        {
            response.Dispose();
        }
    }
}
