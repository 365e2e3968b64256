using Estate.District.Ingest;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Estate.District.Tests.Ingest;

public sealed class MessageServersTests
{
    [Fact]
    public void A_setting_that_an_old_server_took_and_does_not_have_is_told()
    {
        MessageServers.Same("stream", [("replicas", 3, 3), ("filter", null, null)]);
        var refused = Assert.Throws<InvalidOperationException>(
            () => MessageServers.Same("stream", [("replicas", 3, 1), ("storage", "file", "file"), ("compression", "s2", null)]));
        Assert.Equal(
            "the message server made the stream otherwise than asked: replicas is 1, not 3, compression is , not s2", refused.Message);
    }

    [Theory]
    [InlineData("2.9.10", true)]
    [InlineData("2.10.22", true)]
    [InlineData("", true)]
    [InlineData("2.10.23", false)]
    [InlineData("2.12.3-RC.1", false)]
    public void A_server_that_may_lose_what_it_acknowledged_is_refused(string version, bool isRefused) =>
        Assert.Equal(isRefused, Record.Exception(() => MessageServers.NotTooOld(version)) is InvalidOperationException);

    [Fact]
    public void A_gap_is_asked_about_when_it_stays_and_not_too_often()
    {
        var (time, journal) = (new FakeTimeProvider(), new Estate.District.Wire.JournalId("estate-1", "00112233445566aa"));
        var gaps = new Gaps(time);
        var asked = Enumerable.Range(0, 11).Select(_ =>
        {
            var should = gaps.ShouldAsk(journal);
            time.Advance(TimeSpan.FromSeconds(1));
            return should;
        }).ToList();
        Assert.Equal([2, 7], asked.Index().Where(one => one.Item).Select(one => one.Index));
        gaps.Close(journal);
        Assert.False(gaps.ShouldAsk(journal));
    }
}
