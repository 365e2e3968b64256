using System.Collections.Concurrent;
using Estate.Adapters.Notify;
using Estate.Gateway.Pipeline.Notify;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Notify;

/// <summary>How long and how often people are tried to be told, by a clock that a test moves.</summary>
public sealed class DeliveryRetriesTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly SettableTime _time = new();
    private readonly ConcurrentQueue<string> _failing = [];

    [Fact]
    public async Task A_silent_server_is_retried_after_fifteen_seconds_and_is_down_after_the_second_attempt()
    {
        var asked = new ConcurrentQueue<DateTimeOffset>();
        var never = new ScriptedReceiver(_ =>
        {
            asked.Enqueue(_time.GetUtcNow());
            return asked.Count < 3 ? new TaskCompletionSource().Task : Task.CompletedTask;
        });
        Assert.Equal((true, null), await RunAsync(DeliverAsync(Retries(), never)));
        Assert.Equal(3, never.Asked);
        Assert.Equal(["duty: no answer"], _failing);
        Assert.All(asked.Zip(asked.Skip(1)), pair =>
            Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public async Task An_unreachable_server_is_retried_for_a_day_at_least_every_few_minutes()
    {
        var dead = new ScriptedReceiver(_ => throw Down());
        using var stop = new CancellationTokenSource();
        var delivering = DeliverAsync(Retries(), dead, stop: stop.Token);
        Move(TimeSpan.FromHours(24), TimeSpan.FromSeconds(5));
        Assert.InRange(dead.Asked, 24 * 15, 24 * 120);
        Assert.False(delivering.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);
    }

    [Fact]
    public async Task A_server_that_refuses_everything_opens_the_breaker_and_spends_no_attempts()
    {
        var isMended = false;
        var strict = new ScriptedReceiver(_ => isMended ? Task.CompletedTask : throw Refused());
        var retries = Retries();
        var waiting = await RefuseThreeAsync(retries, strict);
        Move(TimeSpan.FromSeconds(4), Step);
        Assert.Equal((3, false), (strict.Asked, waiting.IsCompleted));
        isMended = true;
        Assert.Equal((true, null), await RunAsync(waiting));
        Assert.Equal((true, null), await RunAsync(DeliverAsync(retries, strict)));
        Assert.Equal(5, strict.Asked);
    }

    [Fact]
    public async Task Repeated_refusals_lengthen_the_break_up_to_half_a_minute()
    {
        var strict = new ScriptedReceiver(_ => throw Refused());
        using var stop = new CancellationTokenSource();
        var delivering = DeliverAllAsync(Retries(), strict, stop.Token);
        Move(TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));
        // Three at once, then 5, 10 and 20 seconds and 30 each: 3 + 3 + (3600 - 35) / 30.
        Assert.InRange(strict.Asked, 115, 126);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);
    }

    [Fact]
    public async Task A_backward_clock_step_does_not_lengthen_the_break()
    {
        var strict = new ScriptedReceiver(_ => throw Refused());
        var waiting = await RefuseThreeAsync(Retries(), strict);
        _time.SetBack = TimeSpan.FromDays(400);
        Move(TimeSpan.FromSeconds(4), Step);
        Assert.Equal(3, strict.Asked);
        Move(TimeSpan.FromSeconds(2), Step);
        Assert.Equal((4, true), (strict.Asked, waiting.IsCompleted));
    }

    [Fact]
    public async Task An_occasional_refusal_does_not_open_the_breaker()
    {
        var moody = new ScriptedReceiver(id => id[^1] % 2 == 0 ? Task.CompletedTask : throw Refused());
        await DeliverEightAsync(moody);
        Assert.Equal(8, moody.Asked);
    }

    [Fact]
    public async Task Partial_deliveries_do_not_open_the_breaker()
    {
        var partly = new ScriptedReceiver(_ => throw new NotifyException("duty: 550", isPermanent: true) { HasReachedSomebody = true });
        await DeliverEightAsync(partly);
        Assert.Equal(8, partly.Asked);
    }

    [Fact]
    public async Task Retry_After_is_honoured_up_to_five_minutes()
    {
        var asked = new ConcurrentQueue<DateTimeOffset>();
        var busy = new ScriptedReceiver(_ =>
        {
            asked.Enqueue(_time.GetUtcNow());
            return asked.Count == 2 ? Task.CompletedTask : throw new NotifyException("busy", isPermanent: false, TimeSpan.FromHours(8));
        });
        await RunAsync(DeliverAsync(Retries(), busy));
        Assert.Equal(TimeSpan.FromMinutes(5), asked.Last() - asked.First());
    }

    [Fact]
    public async Task A_receiver_that_forgets_is_told_within_its_own_interval_of_its_return()
    {
        var isBack = false;
        var away = new ScriptedReceiver(_ => isBack ? Task.CompletedTask : throw Down());
        var telling = DeliverAsync(Retries(TimeSpan.FromMinutes(1)), away);
        Move(TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));
        isBack = true;
        Move(TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(1));
        Assert.True(telling.IsCompletedSuccessfully);
        await telling;
    }

    [Fact]
    public async Task News_ends_a_pause_and_failures_before_it_count()
    {
        var dead = new ScriptedReceiver(_ => throw Down());
        var retries = Retries();
        for (var i = 0; i < 2; i++)
        {
            using var news = new CancellationTokenSource();
            var delivering = DeliverAsync(retries, dead, wake: news.Token);
            Assert.False(delivering.IsCompleted);
            await news.CancelAsync();
            Assert.Equal((false, null), await delivering);
        }
        Assert.Equal((2, 1), (dead.Asked, _failing.Count));
    }

    private static NotifyException Down() => new("duty: down", isPermanent: false);

    private static NotifyException Refused() => new("duty answered 401", isPermanent: true);

    private DeliveryRetries Retries(TimeSpan? maxDelay = null) => new("duty", _time, _failing.Enqueue, maxDelay);

    private static Task<(bool HasEnded, string? Refusal)> DeliverAsync(
        DeliveryRetries retries, ScriptedReceiver receiver, string id = "n1", CancellationToken wake = default,
        CancellationToken stop = default) =>
        retries.RunAsync(_ => receiver.DeliverAsync(id), wake == default ? stop : wake, stop);

    /// <summary>Three that are refused, and a fourth that has to wait.</summary>
    private async Task<Task<(bool HasEnded, string? Refusal)>> RefuseThreeAsync(DeliveryRetries retries, ScriptedReceiver receiver)
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal((true, "duty answered 401"), await RunAsync(DeliverAsync(retries, receiver)));
        return DeliverAsync(retries, receiver);
    }

    private static async Task DeliverAllAsync(DeliveryRetries retries, ScriptedReceiver receiver, CancellationToken stop)
    {
        for (var i = 0; i < 1_000; i++)
            await DeliverAsync(retries, receiver, stop: stop);
    }

    /// <summary>One after the other, while the clock stands.</summary>
    private async Task DeliverEightAsync(ScriptedReceiver receiver)
    {
        var retries = Retries();
        for (var i = 0; i < 8; i++)
            await DeliverAsync(retries, receiver, $"n{i}").WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
    }

    /// <summary>Moves the clock until it is done.</summary>
    private async Task<T> RunAsync<T>(Task<T> delivering)
    {
        for (var i = 0; i < 10_000 && !delivering.IsCompleted; i++)
            _time.Advance(Step);
        return await delivering.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System);
    }

    /// <summary>In steps; what a step wakes runs within it, since nothing here has a thread of its own.</summary>
    private void Move(TimeSpan far, TimeSpan step)
    {
        for (var moved = TimeSpan.Zero; moved < far; moved += step)
            _time.Advance(step);
    }

    private sealed class ScriptedReceiver(Func<string, Task> deliver)
    {
        private int _asked;

        internal int Asked => _asked;

        internal Task DeliverAsync(string id)
        {
            Interlocked.Increment(ref _asked);
            return deliver(id);
        }
    }

    /// <summary>A stopwatch that a test moves, and a wall clock over it that somebody sets.</summary>
    private sealed class SettableTime : FakeTimeProvider
    {
        internal TimeSpan SetBack { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - SetBack;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
