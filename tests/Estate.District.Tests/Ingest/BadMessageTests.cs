using System.Globalization;
using System.Text;
using System.Text.Json;
using Estate.District.Ingest;
using Estate.District.Tests.Uplink;
using Estate.District.Wire;
using Estate.TestKit;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Xunit;

namespace Estate.District.Tests.Ingest;

/// <summary>Messages that are not as they should be, over real servers: refused and told, and whoever comes after them is taken.</summary>
[Collection(DistrictCollection.Name)]
public sealed class BadMessageTests(DistrictFixture servers) : IAsyncLifetime
{
    private const string Epoch = "00112233445566aa";

    private RunningDistrict _district = null!;
    private MessageServers _messages = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _district = await RunningDistrict.StartAsync(servers);
        _messages = _district.NewServers();
    }

    public async ValueTask DisposeAsync()
    {
        if (_messages is not null)
            await _messages.DisposeAsync();
        if (_district is not null)
            await _district.DisposeAsync();
    }

    [Fact]
    public async Task Facts_of_another_estate_than_the_subjects_are_refused_and_told()
    {
        await SendAsync("3.estate-2", Span("estate-1", 0, 1));
        await SendAsync("3.estate-2", Span("estate-2", 0, 2));
        Assert.Equal([1L, 2], (await StoredAsync(2)).Select(one => one.N));
        Assert.Contains($"(estate-2,{SpanException.Foreign},1,", await _district.TextAsync("refusal"), StringComparison.Ordinal);
        Assert.DoesNotContain("estate-1", await _district.TextAsync("fact"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_in_two_lanes_is_stored_once()
    {
        await SendAsync("3.estate-1", Span("estate-1", 0, 2));
        await SendAsync("9.estate-1", Span("estate-1", 0, 2));
        await SendAsync("9.estate-1", Span("estate-1", 2, 3));
        Assert.Equal([1L, 2, 3], (await StoredAsync(3)).Select(one => one.N));
    }

    [Fact]
    public async Task A_newer_schema_is_not_taken_is_told_to_the_estate_and_is_read_after_the_upgrade()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var told = FirstAnswerAsync("estate-1", end.Token);
        var newer = Span("estate-1", 0, 1).Replace("\"schema\":1", "\"schema\":2", StringComparison.Ordinal);
        await Eventually.UntilAsync(
            async () =>
            {
                await SendAsync("3.estate-1", newer);
                return told.IsCompleted;
            }, isThere => isThere);
        using (var answer = JsonDocument.Parse(await told))
        {
            Assert.Equal(SpanException.Newer, answer.RootElement.GetProperty("problem").GetString());
            Assert.Equal((Epoch, 0), (
                answer.RootElement.GetProperty("epoch").GetString(), answer.RootElement.GetProperty("last").GetInt64()));
        }
        Assert.Empty(await _district.StoredAsync());
        // Its journal has it: the same, as an upgraded worker would see it.
        await SendAsync("3.estate-1", Span("estate-1", 0, 1));
        await StoredAsync(1);
        await end.CancelAsync();
    }

    [Fact]
    public async Task A_message_of_a_megabyte_is_refused_and_its_estate_goes_on()
    {
        var large = Span("estate-1", 0, 1, new string('a', 1_000_000));
        Assert.Contains("size", (await TrySendAsync("3.estate-1", large))!, StringComparison.Ordinal);
        await SendAsync("3.estate-1", Span("estate-1", 0, 2, new string('a', 400_000)));
        await SendAsync("3.estate-1", Span("estate-1", 2, 3));
        Assert.Equal([3L], (await StoredAsync(1)).Select(one => one.N));
        Assert.Contains("characters, at most", await _district.TextAsync("set_aside"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_one_estate_is_told_and_leaves_the_others_their_room()
    {
        const int tooMany = 20;
        await _district.StopWorkerAsync();
        var refused = new List<string>();
        for (var i = 0; i < MessageServers.MessagesPerEstate + tooMany; i++)
            if (await TrySendAsync("3.estate-1", Span("estate-1", i, i + 1)) is { } why)
                refused.Add(why);
        Assert.Equal(tooMany, refused.Count);
        Assert.All(refused, one => Assert.Contains("maximum messages per subject", one, StringComparison.Ordinal));
        await SendAsync("3.estate-2", Span("estate-2", 0, 1));
        await _district.StartWorkerAsync();
        await StoredAsync(MessageServers.MessagesPerEstate + 1);
    }

    private async Task<string> FirstAnswerAsync(string site, CancellationToken stop)
    {
        await foreach (var message in _messages.Connection.SubscribeAsync<string>($"district.position.{site}", cancellationToken: stop))
            if (message.Data?.Contains("problem", StringComparison.Ordinal) == true)
                return message.Data;
        throw new InvalidOperationException("nothing was answered");
    }

    private Task<IReadOnlyList<(string Epoch, long N)>> StoredAsync(int count) =>
        Eventually.UntilAsync(_district.StoredAsync, stored => stored.Count == count);

    private async Task SendAsync(string to, string message) => Assert.Null(await TrySendAsync(to, message));

    /// <returns>Why the message server did not take it, or null.</returns>
    private async Task<string?> TrySendAsync(string to, string message)
    {
        PubAckResponse answer = await new NatsJSContext(_messages.Connection).PublishAsync(
            $"district.facts.{to}", Encoding.UTF8.GetBytes(message), cancellationToken: Stop);
        return answer.Error?.Description;
    }

    private static string Span(string site, int after, int last, string? filling = null)
    {
        var facts = Enumerable.Range(after + 1, last - after).Select(n => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"n":{{n}},"at":1772400000000,"received_at":1772400002000,"device":"bins/s1","slice":"bins",
                "type":"deposited","body":{"grams":{{(filling is null ? "500" : $"\"{filling}\"")}} } }
            """));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"schema":1,"site":"{{site}}","epoch":"{{Epoch}}","after":{{after}},"last":{{last}},
                "facts":[{{string.Join(',', facts)}}]}
            """);
    }
}
