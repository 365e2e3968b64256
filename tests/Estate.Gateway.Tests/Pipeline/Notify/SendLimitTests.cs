using Estate.Domain.Devices;
using Estate.Gateway.Pipeline.Notify;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Notify;

public sealed class SendLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Of_twenty_a_minute_five_are_kept_for_what_is_urgent()
    {
        var limit = new SendLimit(20, _time);
        var sent = 0;
        for (; limit.WaitFor(Severity.Medium) == TimeSpan.Zero; sent++)
            limit.Count();
        Assert.Equal((15, TimeSpan.FromMinutes(1)), (sent, limit.WaitFor(Severity.Low)));
        for (; limit.WaitFor(Severity.High) == TimeSpan.Zero; sent++)
            limit.Count();
        Assert.Equal(20, sent);
    }

    [Fact]
    public void No_minute_ever_holds_more_than_the_limit()
    {
        var limit = new SendLimit(20, _time);
        var sent = new List<DateTimeOffset>();
        var end = _time.GetUtcNow() + TimeSpan.FromMinutes(30);
        while (_time.GetUtcNow() < end)
        {
            var wait = limit.WaitFor(Severity.High);
            if (wait == TimeSpan.Zero)
            {
                limit.Count();
                sent.Add(_time.GetUtcNow());
                wait = TimeSpan.FromMilliseconds(700);
            }
            _time.Advance(wait);
        }
        Assert.All(sent, first => Assert.InRange(sent.Count(at => at >= first && at - first < TimeSpan.FromMinutes(1)), 1, 20));
        Assert.InRange(sent.Count, 29 * 20, 30 * 20);
    }

    [Fact]
    public void Without_a_limit_nothing_waits()
    {
        var limit = new SendLimit(int.MaxValue, _time);
        for (var i = 0; i < 10_000; i++)
            limit.Count();
        Assert.Equal(TimeSpan.Zero, limit.WaitFor(Severity.Low));
    }
}
