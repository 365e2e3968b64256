using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.Domain.Charging;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Notify;

/// <summary>Each way of telling people: what it sends, and what its answers mean.</summary>
public sealed class NotifierTests : IDisposable
{
    internal static readonly NotificationText Text = new(new("幸福小区", "Happy Estate"), DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
        new([new ChargerKind(new(new byte[CardHasher.KeyBytes]), DateTimeZone.Utc)],
        [new(new("charger", "north-1"), new Dictionary<string, string>
        {
            ["name_zh"] = "北棚充电桩", ["name_en"] = "North shed charger", ["building"] = "7",
        })]));

    private readonly SocketsHttpHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task A_webhook_carries_a_signature_and_an_id_for_its_receiver()
    {
        using var server = new ScriptedHttp();
        using var notifier = new WebhookNotifier("duty", server.Url, "secret"u8.ToArray(), Text, (_handler, TimeProvider.System));
        var told = Told(NotificationKind.Raised);
        await notifier.DeliverAsync(told, CancellationToken.None);
        var heard = Assert.Single(server.Received);
        Assert.Equal(told.Id, heard.Headers["webhook-id"]);
        // As a receiver would check it, not by our own function.
        using var mac = new HMACSHA256("secret"u8.ToArray());
        var expected = Convert.ToBase64String(
            mac.ComputeHash(Encoding.UTF8.GetBytes($"{told.Id}.{heard.Headers["webhook-timestamp"]}.{heard.Body}")));
        Assert.Equal("v1," + expected, heard.Headers["webhook-signature"]);
        using var body = JsonDocument.Parse(heard.Body);
        Assert.Equal("alert.raised", body.RootElement.GetProperty("type").GetString());
        Assert.Equal("smoke", body.RootElement.GetProperty("data").GetProperty("key").GetProperty("type").GetString());
        Assert.DoesNotContain("secret", heard.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, false)]
    [InlineData(429, false)]
    [InlineData(404, false)]
    [InlineData(401, false)]
    [InlineData(301, false)]
    [InlineData(410, true)]
    public async Task A_webhook_is_given_up_only_where_the_specification_says_so(int status, bool isPermanent)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(status, RetryAfter: "7"));
        using var notifier = new WebhookNotifier("duty", server.Url, "secret"u8.ToArray(), Text, (_handler, TimeProvider.System));
        var failure = await Assert.ThrowsAsync<NotifyException>(() =>
            notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None));
        Assert.Equal((isPermanent, TimeSpan.FromSeconds(7)), (failure.IsPermanent, failure.RetryAfter));
        server.Dispose();
        failure = await Assert.ThrowsAsync<NotifyException>(() =>
            notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None));
        Assert.Contains("does not answer", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsPermanent);
    }

    [Fact]
    public async Task WeCom_gets_plain_text_in_both_languages_and_its_error_codes_are_read()
    {
        using var server = new ScriptedHttp(
            new ScriptedAnswer(200, """{"errcode":0,"errmsg":"ok"}"""), new(200, """{"errcode":45009}"""),
            new(200, """{"errcode":93000}"""), new(200, "<html>"), new(404));
        using var notifier = new WecomNotifier("wecom", new(server.Url, "robot?key=abc"), Text, _handler);
        await notifier.DeliverAsync(Told(NotificationKind.Escalated), CancellationToken.None);
        using var body = JsonDocument.Parse(server.Received.First().Body);
        var content = body.RootElement.GetProperty("text").GetProperty("content").GetString();
        Assert.Equal(
            """
            幸福小区 [升级：无人处理] 烟雾报警 北棚充电桩 / [ESCALATED, nobody has it] Smoke North shed charger
            小区 Estate: 幸福小区 / Happy Estate
            设备 Device: 北棚充电桩 / North shed charger
            位置 Place: 7 号楼 / building 7
            开始 Since: 2026-03-02 20:00:00
            已处理 Done: 已断电 / cut
            通知对象 To: 值班台 / Staff desk
            """, content);
        var (often, gone, odd, lost) = (await RefusalAsync(), await RefusalAsync(), await RefusalAsync(), await RefusalAsync());
        Assert.Equal((false, TimeSpan.FromMinutes(1)), (often.IsPermanent, often.RetryAfter));
        Assert.True(gone.IsPermanent);
        Assert.False(odd.IsPermanent || lost.IsPermanent);
        Assert.All([often, gone, odd, lost], refusal => Assert.DoesNotContain("abc", refusal.Message, StringComparison.Ordinal));

        Task<NotifyException> RefusalAsync() =>
            Assert.ThrowsAsync<NotifyException>(() => notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(40058, false)]
    [InlineData(45033, false)]
    [InlineData(99999, false)]
    [InlineData(93000, true)]
    [InlineData(93004, true)]
    [InlineData(93008, true)]
    public async Task WeCom_is_given_up_only_where_the_robot_is_gone(int code, bool isPermanent)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(200, $$"""{"errcode":{{code}}}"""));
        using var notifier = new WecomNotifier("wecom", server.Url, Text, _handler);
        var refusal = await Assert.ThrowsAsync<NotifyException>(() =>
            notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None));
        Assert.Equal(isPermanent, refusal.IsPermanent);
    }

    internal static Notification Told(NotificationKind kind)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var since = Instant.FromUtc(2026, 3, 2, 12, 0);
        return new(
            "n1", "duty", kind, new("值班台", "Staff desk"), now,
            new("a1", new(new("charger", "north-1"), "smoke", ""), Severity.High, new("烟雾报警", "Smoke"), since)
            {
                RaisedAt = since,
                Action = new("已断电", "cut")
            });
    }
}
