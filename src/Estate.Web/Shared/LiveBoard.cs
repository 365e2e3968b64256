using System.Runtime.CompilerServices;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;

namespace Estate.Web.Shared;

/// <summary>
/// Something all readers of a page see alike: made once per change, however many look. Readers wait for the next version
/// without a queue of their own.
/// </summary>
internal abstract class LiveBoard<TVersion>(LiveFeed feed, TimeProvider time) : BackgroundService
    where TVersion : class
{
    /// <summary>Without a change a page still shows that it is alive.</summary>
    internal static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(30);

    /// <summary>Of the time at most goes into versions: what is large comes a little later, and costs no more.</summary>
    private const int ShareOfTime = 50;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private TaskCompletionSource<TVersion> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null before the first.</summary>
    internal TVersion? Current { get; private set; }

    /// <summary>A burst of changes is one version.</summary>
    protected abstract TimeSpan AtMostEvery { get; }

    protected abstract bool Concerns(DeviceId device);

    /// <returns>Null where nothing is new.</returns>
    protected abstract Task<TVersion?> MakeAsync();

    /// <summary>The one after <paramref name="seen"/>; at once where there is a newer one already.</summary>
    internal Task<TVersion> AfterAsync(TVersion? seen)
    {
        // Taken first: a version that comes in between is then found in one of the two.
        var next = Volatile.Read(ref _next).Task;
        return Current is { } current && current != seen ? Task.FromResult(current) : next;
    }

    /// <summary>What a reader of <paramref name="seen"/> must get of each version after it, without end.</summary>
    internal async IAsyncEnumerable<ReadOnlyMemory<byte>> EventsAsync(
        TVersion? seen, Func<TVersion?, TVersion, Task<ReadOnlyMemory<byte>>> events, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            var version = await AfterAsync(seen).WaitAsync(stop);
            yield return await events(seen, version);
            seen = version;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var subscription = feed.Subscribe();
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            if (await MakeAsync() is { } version)
            {
                Current = version;
                Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult(version);
            }
            await WaitAsync(subscription, PauseAfter(time.GetElapsedTime(began)), stoppingToken);
        }
    }

    private TimeSpan PauseAfter(TimeSpan making) =>
        TimeSpan.FromTicks(Math.Clamp(making.Ticks * ShareOfTime, AtMostEvery.Ticks, Math.Max(AtMostEvery.Ticks, LongestPause.Ticks)));

    /// <summary>Until something of it changed, and no earlier than the last version is old enough.</summary>
    private async Task WaitAsync(LiveFeed.Subscription subscription, TimeSpan pause, CancellationToken stop)
    {
        await Task.Delay(pause, time, stop);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(AtLeastEvery);
        try
        {
            while (await subscription.Changes.WaitToReadAsync(patience.Token))
            {
                var isOurs = false;
                while (subscription.Changes.TryRead(out var device))
                    isOurs |= Concerns(device);
                if (isOurs)
                    return;
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nothing for a while: the page says so.
        }
    }
}
