using System.Collections.Concurrent;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Gateway.Pipeline;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

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
        var never = new ScriptedNotifier(_ =>
        {
            asked.Enqueue(_time.GetUtcNow());
            return asked.Count < 3 ? new TaskCompletionSource().Task : Task.CompletedTask;
        });
        Assert.Equal((3, null), await RunAsync(Retries(never).DeliverAsync(Told("n1"), CancellationToken.None)));
        Assert.Equal(["duty: no answer"], _failing);
        Assert.All(asked.Zip(asked.Skip(1)), pair =>
            Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(25)));
    }

    [Fact]
    public async Task An_unreachable_server_is_retried_for_a_day_at_least_every_few_minutes()
    {
        var dead = new ScriptedNotifier(_ => throw Down());
        using var stop = new CancellationTokenSource();
        var delivering = Retries(dead).DeliverAsync(Told("n1"), stop.Token);
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
        var strict = new ScriptedNotifier(_ => isMended ? Task.CompletedTask : throw Refused());
        var retries = Retries(strict);
        var waiting = await RefuseThreeAsync(retries);
        Move(TimeSpan.FromSeconds(4), Step);
        Assert.Equal((3, false), (strict.Asked, waiting.IsCompleted));
        isMended = true;
        Assert.Equal((1, null), await RunAsync(waiting));
        Assert.Equal((1, null), await RunAsync(retries.DeliverAsync(Told("n4"), CancellationToken.None)));
        Assert.Equal(5, strict.Asked);
    }

    [Fact]
    public async Task Repeated_refusals_lengthen_the_break_up_to_half_a_minute()
    {
        var strict = new ScriptedNotifier(_ => throw Refused());
        using var stop = new CancellationTokenSource();
        var delivering = DeliverAllAsync(Retries(strict), stop.Token);
        Move(TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));
        // Three at once, then 5, 10 and 20 seconds and 30 each: 3 + 3 + (3600 - 35) / 30.
        Assert.InRange(strict.Asked, 115, 126);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);
    }

    [Fact]
    public async Task A_backward_clock_step_does_not_lengthen_the_break()
    {
        var strict = new ScriptedNotifier(_ => throw Refused());
        var waiting = await RefuseThreeAsync(Retries(strict));
        _time.SetBack = TimeSpan.FromDays(400);
        Move(TimeSpan.FromSeconds(4), Step);
        Assert.Equal(3, strict.Asked);
        Move(TimeSpan.FromSeconds(2), Step);
        Assert.Equal((4, true), (strict.Asked, waiting.IsCompleted));
    }

    [Fact]
    public async Task An_occasional_refusal_does_not_open_the_breaker()
    {
        var moody = new ScriptedNotifier(id => id[^1] % 2 == 0 ? Task.CompletedTask : throw Refused());
        await DeliverEightAsync(moody);
        Assert.Equal(8, moody.Asked);
    }

    [Fact]
    public async Task Partial_deliveries_do_not_open_the_breaker()
    {
        var partly = new ScriptedNotifier(_ => throw new NotifyException("duty: 550", isPermanent: true) { HasReachedSomebody = true });
        await DeliverEightAsync(partly);
        Assert.Equal(8, partly.Asked);
    }

    [Fact]
    public async Task Retry_After_is_honoured_up_to_five_minutes()
    {
        var asked = new ConcurrentQueue<DateTimeOffset>();
        var busy = new ScriptedNotifier(_ =>
        {
            asked.Enqueue(_time.GetUtcNow());
            return asked.Count == 2 ? Task.CompletedTask : throw new NotifyException("busy", isPermanent: false, TimeSpan.FromHours(8));
        });
        await RunAsync(Retries(busy).DeliverAsync(Told("n1"), CancellationToken.None));
        Assert.Equal(TimeSpan.FromMinutes(5), asked.Last() - asked.First());
    }

    private static NotifyException Down() => new("duty: down", isPermanent: false);

    private static NotifyException Refused() => new("duty answered 401", isPermanent: true);

    private DeliveryRetries Retries(ScriptedNotifier notifier) => new(notifier, _time, _failing.Enqueue);

    /// <summary>Three that are refused, and a fourth that has to wait.</summary>
    private async Task<Task<(int Attempts, string? Refusal)>> RefuseThreeAsync(DeliveryRetries retries)
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal((1, "duty answered 401"), await RunAsync(retries.DeliverAsync(Told($"n{i}"), CancellationToken.None)));
        return retries.DeliverAsync(Told("n3"), CancellationToken.None);
    }

    private static async Task DeliverAllAsync(DeliveryRetries retries, CancellationToken stop)
    {
        for (var i = 0; i < 1_000; i++)
            await retries.DeliverAsync(Told($"n{i}"), stop);
    }

    /// <summary>One after the other, while the clock stands.</summary>
    private async Task DeliverEightAsync(ScriptedNotifier notifier)
    {
        var retries = Retries(notifier);
        for (var i = 0; i < 8; i++)
            await retries.DeliverAsync(Told($"n{i}"), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System);
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

    private static Notification Told(string id)
    {
        var at = Instant.FromUtc(2026, 3, 2, 12, 0);
        return new(id, "duty", NotificationKind.Raised, new("值班台", "Staff desk"), at,
            new("a1", new(new("charger", "north-1"), "smoke", ""), Severity.High, new("烟雾报警", "Smoke"), at));
    }

    private sealed class ScriptedNotifier(Func<string, Task> deliver) : INotifier
    {
        private int _asked;

        public string Name => "duty";

        internal int Asked => _asked;

        public Task DeliverAsync(Notification notification, CancellationToken stop)
        {
            Interlocked.Increment(ref _asked);
            return deliver(notification.Id);
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
