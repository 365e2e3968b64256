using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Notify;

/// <summary>What a real Alertmanager makes of what it is told: after a restart, by another clock, in a storm, back and forth.</summary>
public sealed class AlertmanagerTests : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new();
    private readonly int _port = Server.FreePort();
    private readonly HttpClient _http;

    public AlertmanagerTests() => _http = new() { BaseAddress = Address };

    private Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/"));

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-2)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task An_alert_is_shown_and_ended_at_once_however_wrong_its_clock_is(int oursAheadSeconds)
    {
        using var server = await TestServers.AlertmanagerAsync(_folder, _port);
        var time = new ShiftedTime(TimeSpan.FromSeconds(oursAheadSeconds));
        using var notifier = Notifier(time);
        var alert = Of("north-1", Now(time));
        await notifier.RepeatAsync([alert], CancellationToken.None);
        var shown = Assert.Single(await ShownAsync());
        Assert.Equal(
            ("over_power", "charger/north-1", "socket-3", "high"),
            (Label("alertname"), Label("device"), Label("component"), Label("severity")));
        // Of its own clock: a few minutes ahead, and begun now.
        Assert.InRange(
            shown.GetProperty("endsAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(3), Every * 4);
        Assert.InRange(
            TimeProvider.System.GetUtcNow() - shown.GetProperty("startsAt").GetDateTimeOffset(), TimeSpan.FromSeconds(-3),
            TimeSpan.FromSeconds(30));
        await notifier.RepeatAsync([alert with { ClearedAt = Now(time) }], CancellationToken.None);
        Assert.Empty(await ShownAsync());

        string? Label(string name) => shown.GetProperty("labels").GetProperty(name).GetString();
    }

    [Fact]
    public async Task An_end_a_month_ahead_that_an_older_gateway_said_is_taken_back()
    {
        using var server = await TestServers.AlertmanagerAsync(_folder, _port);
        var alert = Of("north-1", Now(TimeProvider.System));
        using (var old = new AlertmanagerNotifier(
            "am", new(Address, "test", TimeSpan.FromDays(8)), NotifierTests.Text, (_handler, TimeProvider.System)))
            await old.RepeatAsync([alert], CancellationToken.None);
        using var notifier = Notifier(TimeProvider.System);
        await notifier.RepeatAsync([alert], CancellationToken.None);
        await notifier.RepeatAsync([alert with { ClearedAt = Now(TimeProvider.System) }], CancellationToken.None);
        Assert.Empty(await ShownAsync());
    }

    [Fact]
    public async Task Five_hundred_alerts_at_once_are_one_message_of_their_group()
    {
        using var people = new ScriptedHttp();
        using var server = await StartTellingAsync(people);
        using var notifier = Notifier(TimeProvider.System);
        // As devices that were silent for ten minutes before people were told.
        var since = Now(TimeProvider.System) - Duration.FromMinutes(10);
        var alerts = Enumerable.Range(0, 500).Select(n => Of($"c{n}", Now(TimeProvider.System)) with { Since = since }).ToList();
        await notifier.RepeatAsync(alerts, CancellationToken.None);
        await Eventually.UntilAsync(() => !people.Received.IsEmpty);
        using var told = JsonDocument.Parse(people.Received.First().Body);
        Assert.Equal(500, told.RootElement.GetProperty("alerts").GetArrayLength());
        await notifier.RepeatAsync(
            [.. alerts.Select((one, n) => n < 400 ? one with { ClearedAt = Now(TimeProvider.System) } : one)], CancellationToken.None);
        Assert.Equal(100, (await ShownAsync()).Count);
    }

    [Fact]
    public async Task After_a_restart_it_shows_what_it_is_told_again()
    {
        using var notifier = Notifier(TimeProvider.System);
        var open = Of("north-1", Now(TimeProvider.System));
        var over = Of("north-2", Now(TimeProvider.System)) with { ClearedAt = Now(TimeProvider.System) };
        using (await TestServers.AlertmanagerAsync(_folder, _port))
            await notifier.RepeatAsync([open], CancellationToken.None);
        using var server = await TestServers.AlertmanagerAsync(_folder, _port);
        Assert.Empty(await ShownAsync());
        await notifier.RepeatAsync([open, over], CancellationToken.None);
        Assert.Equal("charger/north-1", Assert.Single(await ShownAsync()).GetProperty("labels").GetProperty("device").GetString());
    }

    [Fact]
    public async Task Old_alerts_are_one_message_of_their_group_after_a_restart_and_then_as_old_as_they_are()
    {
        using var people = new ScriptedHttp();
        using var notifier = Notifier(TimeProvider.System);
        var raised = Now(TimeProvider.System) - Duration.FromHours(1);
        var alerts = Enumerable.Range(0, 2000).Select(n => Of($"c{n}", raised)).ToList();
        using (await TestServers.AlertmanagerAsync(_folder, _port))
            await notifier.RepeatAsync(alerts, CancellationToken.None);
        using var server = await StartTellingAsync(people);
        await notifier.RepeatAsync(alerts, CancellationToken.None);
        await Eventually.UntilAsync(() => !people.Received.IsEmpty);
        using var told = JsonDocument.Parse(people.Received.First().Body);
        Assert.Equal(2000, told.RootElement.GetProperty("alerts").GetArrayLength());
        await notifier.RepeatAsync(alerts, CancellationToken.None);
        Assert.All(await ShownAsync(), one =>
            Assert.InRange(raised.ToDateTimeOffset() - one.GetProperty("startsAt").GetDateTimeOffset(), -Second, Second));
    }

    [Fact]
    public async Task What_comes_and_goes_every_minute_for_a_day_is_always_as_it_was_told_last()
    {
        using var server = await TestServers.AlertmanagerAsync(_folder, _port);
        using var notifier = Notifier(TimeProvider.System);
        var alert = Of("north-1", Now(TimeProvider.System));
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            var now = Now(TimeProvider.System);
            alert = minute % 2 == 0 ? alert with { RaisedAt = now, ClearedAt = null } : alert with { ClearedAt = now };
            await notifier.RepeatAsync([alert], CancellationToken.None);
            Assert.Equal((minute, 1 - (minute % 2)), (minute, (await ShownAsync()).Count));
        }
    }

    [Fact]
    public async Task A_refusal_is_no_end()
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(200), new(400), new(200), new(503, RetryAfter: "7"));
        using var notifier = new AlertmanagerNotifier(
            "am", new(server.Url, "test", Every), NotifierTests.Text, (_handler, TimeProvider.System));
        var (bad, busy) = (await RefusalAsync(), await RefusalAsync());
        Assert.Equal((false, false, TimeSpan.FromSeconds(7)), (bad.IsPermanent, busy.IsPermanent, busy.RetryAfter));

        Task<NotifyException> RefusalAsync() =>
            Assert.ThrowsAsync<NotifyException>(() => notifier.RepeatAsync([], CancellationToken.None));
    }

    /// <summary>On a busy machine two thousand alerts need more than a second to be in their group.</summary>
    private Task<Server> StartTellingAsync(ScriptedHttp people) => TestServers.AlertmanagerAsync(_folder, _port,
        $$"""
        route: { receiver: people, group_by: [site], group_wait: 5s, group_interval: 1h, repeat_interval: 4h }
        receivers: [ { name: people, webhook_configs: [ { url: "{{people.Url}}" } ] } ]
        """);

    private AlertmanagerNotifier Notifier(TimeProvider time) =>
        new("am", new(Address, "test", Every), NotifierTests.Text, (_handler, time));

    private static Instant Now(TimeProvider time) => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static Alert Of(string device, Instant raised) =>
        new(device, new(new("charger", device), "over_power", "socket-3"), Severity.High, new("功率过大", "Too much power"), raised)
        {
            RaisedAt = raised
        };

    private async Task<List<JsonElement>> ShownAsync()
    {
        using var document = JsonDocument.Parse(await _http.GetStringAsync(new Uri("api/v2/alerts?active=true", UriKind.Relative)));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
