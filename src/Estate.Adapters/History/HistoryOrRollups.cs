using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.History;

/// <summary>The time-series server's points as long as it answers; from where it stops on, the means the gateway itself keeps.</summary>
public sealed class HistoryOrRollups(ISeriesHistory? server, ISeriesHistory rollups) : ISeriesHistory
{
    /// <summary>Why not everything came from the server; null as long as it does.</summary>
    public string? Problem { get; private set; } = server is null ? "no time-series server is configured" : null;

    public async IAsyncEnumerable<Measurement> ReadAsync(
        SeriesSchema series, Instant from, Instant until, [EnumeratorCancellation] CancellationToken stop)
    {
        var next = from;
        await using (var points = (Problem is null ? server!.ReadAsync(series, from, until, stop) : AsyncEnumerable.Empty<Measurement>())
                .GetAsyncEnumerator(stop))
            while (await MovesAsync(points))
            {
                yield return points.Current;
                next = points.Current.At + Duration.FromNanoseconds(1);
            }
        if (Problem is null)
            yield break;
        await foreach (var point in rollups.ReadAsync(series, next, until, stop))
            yield return point;
    }

    private async Task<bool> MovesAsync(IAsyncEnumerator<Measurement> points)
    {
        try
        {
            return await points.MoveNextAsync();
        }
        catch (IOException away)
        {
            Problem = away.Message;
            return false;
        }
    }
}
