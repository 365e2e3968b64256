using System.Collections.Concurrent;
using Estate.Adapters.Codecs;
using Estate.TestKit;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Estate.Cli.Tests.Codecs;

/// <summary>The line in front of the codecs, and what becomes of one that fails again and again.</summary>
public sealed class CodecHostTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<CodecResult> _results = new();
    private readonly ConcurrentQueue<(string Codec, string? Stopped)> _news = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly CodecHost _host;

    public CodecHostTests() =>
        _host = new(CodecProcessTests.Program, _time, (codec, stopped) => _news.Enqueue((codec.Name, stopped)));

    public void Dispose()
    {
        _gate.Set();
        _host.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task Answers_come_in_order_on_a_thread_of_the_hosts_own()
    {
        var threads = new ConcurrentBag<string?>();
        for (var i = 0; i < 50; i++)
            Assert.True(_host.Offer(CodecProcessTests.Good, Call(i), result =>
            {
                threads.Add(Thread.CurrentThread.Name);
                _results.Enqueue(result);
            }));
        await Eventually.UntilAsync(() => _results.Count == 50);

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $$"""{"port":{{i}},"first":7}"""),
            _results.Select(one => System.Text.Encoding.UTF8.GetString(one.Json)));
        Assert.Equal(["codecs"], threads.Distinct());
    }

    [Fact]
    public async Task A_full_line_refuses_and_what_waits_is_answered()
    {
        Assert.True(_host.Offer(CodecProcessTests.Good, Call(1), _ => _gate.Wait()));
        await Eventually.UntilAsync(() => _host.Waiting == 0);
        var taken = Enumerable.Range(0, CodecHost.MaxWaiting + 10)
            .Count(_ => _host.Offer(CodecProcessTests.Good, Call(1), _results.Enqueue));

        Assert.Equal(CodecHost.MaxWaiting, taken);
        _gate.Set();
        await Eventually.UntilAsync(() => _results.Count == CodecHost.MaxWaiting);
        Assert.All(_results, one => Assert.True(one.IsGood));
    }

    [Fact]
    public async Task A_trial_waits_behind_what_devices_say_and_few_wait()
    {
        var order = new ConcurrentQueue<string>();
        Assert.True(_host.Offer(CodecProcessTests.Good, Call(1), _ => _gate.Wait()));
        await Eventually.UntilAsync(() => _host.Waiting == 0);
        Assert.Equal(4, Enumerable.Range(0, 6).Count(_ => _host.OfferTrial(CodecProcessTests.Good, Call(1), _ => order.Enqueue("trial"))));
        Assert.True(_host.Offer(CodecProcessTests.Good, Call(1), _ => order.Enqueue("uplink")));
        _gate.Set();
        await Eventually.UntilAsync(() => order.Count == 5);
        Assert.Equal(["uplink", "trial", "trial", "trial", "trial"], order);
        Assert.True(_host.OfferTrial(CodecProcessTests.Good, Call(1), _ => order.Enqueue("trial")));
    }

    [Fact]
    public async Task A_failure_in_a_trial_stops_no_codec()
    {
        var moody = CodecProcessTests.Of("if (input.fPort === 1) throw new Error('no'); return { data: {} };", "moody.js");
        for (var tried = 1; tried <= 5; tried++)
        {
            Assert.True(_host.OfferTrial(moody, Call(1), _results.Enqueue));
            await Eventually.UntilAsync(() => _results.Count == tried);
        }
        Assert.All(_results, one => Assert.Equal(CodecFailure.Threw, one.Failure));
        await RunAsync(moody, 2);
        Assert.True(_results.Last().IsGood);
        Assert.Empty(_news);
    }

    [Fact]
    public async Task A_codec_that_fails_again_and_again_is_stopped_told_once_and_tried_later()
    {
        var moody = CodecProcessTests.Of("if (input.fPort === 1) throw new Error('no'); return { data: {} };", "moody.js");

        await RunAsync(moody, 1, 1, 2, 1, 1);
        Assert.Empty(_news);
        await RunAsync(moody, 1, 2, 2);
        Assert.Equal([CodecFailure.Threw, CodecFailure.Stopped, CodecFailure.Stopped], _results.TakeLast(3).Select(one => one.Failure));
        Assert.Equal([("moody.js", "line 1: no")], _news);
        Assert.Contains("moody.js is stopped, since it failed 3 times in a row (line 1: no)",
            _results.Last().Text, StringComparison.Ordinal);
        await RunAsync(CodecProcessTests.Good, 3);
        Assert.True(_results.Last().IsGood);

        _time.Advance(CodecConduct.Pause);
        await RunAsync(moody, 1, 2);
        Assert.Equal([CodecFailure.Threw, CodecFailure.Stopped], _results.TakeLast(2).Select(one => one.Failure));
        _time.Advance(CodecConduct.Pause);
        await RunAsync(moody, 2, 1);
        Assert.Equal([("moody.js", "line 1: no"), ("moody.js", null)], _news);
    }

    private async Task RunAsync(Codec codec, params int[] ports)
    {
        var expected = _results.Count + ports.Length;
        foreach (var port in ports)
            Assert.True(_host.Offer(codec, Call(port), _results.Enqueue));
        await Eventually.UntilAsync(() => _results.Count == expected);
    }

    private static CodecCall Call(int port) => new(IsEncoding: false, [7], port, NodaConstants.UnixEpoch);
}
