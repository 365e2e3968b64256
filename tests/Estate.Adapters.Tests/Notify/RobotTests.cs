using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.TestKit;
using Xunit;
using static Estate.Adapters.Tests.Notify.NotifierTests;

namespace Estate.Adapters.Tests.Notify;

/// <summary>
/// DingTalk, Feishu, ntfy and Gotify against answers taken from their public documentation: nobody here has accounts of theirs. Signatures
/// are checked as the receiver would.
/// </summary>
public sealed class RobotTests : IDisposable
{
    private readonly SocketsHttpHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task DingTalk_gets_text_and_a_signature_in_the_address()
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(200, """{"errcode":0,"errmsg":"ok"}"""));
        using var notifier = Dingtalk(server);
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        var heard = Assert.Single(server.Received);
        var query = HttpUtility.ParseQueryString(heard.Query);
        Assert.Equal("abc", query["access_token"]);
        var sent = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(query["timestamp"]!, CultureInfo.InvariantCulture));
        var age = TimeProvider.System.GetUtcNow() - sent;
        Assert.InRange(age, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        using var mac = new HMACSHA256("SECkey"u8.ToArray());
        Assert.Equal(Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes(query["timestamp"] + "\nSECkey"))), query["sign"]);
        using var body = JsonDocument.Parse(heard.Body);
        Assert.Equal("text", body.RootElement.GetProperty("msgtype").GetString());
        Assert.Contains("烟雾报警", body.RootElement.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECkey", heard.Query + heard.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"errcode":300005,"errmsg":"token is not exist"}""", true, 0)]
    [InlineData("""{"errcode":400013}""", true, 0)]
    [InlineData("""{"errcode":400101}""", true, 0)]
    [InlineData("""{"errcode":400102}""", true, 0)]
    [InlineData("""{"errcode":400106}""", true, 0)]
    [InlineData("""{"errcode":310000,"errmsg":"sign not match"}""", false, 0)]
    [InlineData("""{"errcode":410100}""", false, 10)]
    [InlineData("""{"errcode":130101}""", false, 10)]
    [InlineData("""{"errcode":-1}""", false, 0)]
    [InlineData("<html>", false, 0)]
    public async Task DingTalk_is_given_up_only_where_the_robot_is_gone(string answer, bool isPermanent, int waitMinutes)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(200, answer));
        using var notifier = Dingtalk(server);
        await AssertRefusedAsync(notifier, isPermanent, waitMinutes);
    }

    [Fact]
    public async Task Feishu_gets_text_and_a_signature_in_the_body()
    {
        using var server = new ScriptedHttp(
            new ScriptedAnswer(200, """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"""));
        using var notifier = Feishu(server);
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        using var body = JsonDocument.Parse(Assert.Single(server.Received).Body);
        var timestamp = body.RootElement.GetProperty("timestamp").GetString()!;
        using var mac = new HMACSHA256(Encoding.UTF8.GetBytes(timestamp + "\nkey"));
        Assert.Equal(Convert.ToBase64String(mac.ComputeHash(Array.Empty<byte>())), body.RootElement.GetProperty("sign").GetString());
        Assert.Equal("text", body.RootElement.GetProperty("msg_type").GetString());
        Assert.Contains("烟雾报警", body.RootElement.GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"code":19001,"msg":"param invalid: incoming webhook access token invalid"}""", true, 0)]
    [InlineData(200, """{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}""", false, 0)]
    [InlineData(200, """{"code":19024,"msg":"Key Words Not Found"}""", false, 0)]
    [InlineData(400, """{"code":9499,"msg":"Bad Request"}""", false, 0)]
    [InlineData(429, """{"code":11232,"msg":"frequency limited"}""", false, 1)]
    [InlineData(502, "<html>", false, 0)]
    public async Task Feishu_is_given_up_only_where_the_robot_is_gone(int status, string answer, bool isPermanent, int waitMinutes)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(status, answer));
        using var notifier = Feishu(server);
        await AssertRefusedAsync(notifier, isPermanent, waitMinutes);
    }

    [Fact]
    public async Task Ntfy_gets_topic_title_priority_and_the_token()
    {
        using var server = new ScriptedHttp();
        using var notifier = new NtfyNotifier("ntfy", new(server.Url, "estate-duty"), "tk_abc", Text, _handler);
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        await notifier.DeliverAsync(Told(NotificationKind.Cleared), CancellationToken.None);
        var heard = server.Received.First();
        Assert.Equal(("/", "Bearer tk_abc"), (heard.Path, heard.Headers["Authorization"]));
        using var body = JsonDocument.Parse(heard.Body);
        Assert.Equal("estate-duty", body.RootElement.GetProperty("topic").GetString());
        Assert.Equal(5, body.RootElement.GetProperty("priority").GetInt32());
        Assert.Contains("烟雾报警", body.RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
        using var over = JsonDocument.Parse(server.Received.Last().Body);
        Assert.Equal(2, over.RootElement.GetProperty("priority").GetInt32());
    }

    [Fact]
    public async Task Gotify_gets_title_priority_and_the_token()
    {
        using var server = new ScriptedHttp();
        using var notifier = new GotifyNotifier("gotify", server.Url, "Abc", Text, _handler);
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        var heard = Assert.Single(server.Received);
        Assert.Equal(("/message", "Abc"), (heard.Path, heard.Headers["X-Gotify-Key"]));
        using var body = JsonDocument.Parse(heard.Body);
        Assert.Equal(10, body.RootElement.GetProperty("priority").GetInt32());
        Assert.Contains("North shed charger", body.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(413, false)]
    [InlineData(429, false)]
    [InlineData(507, false)]
    public async Task Ntfy_and_Gotify_are_given_up_only_for_their_token(int status, bool isPermanent)
    {
        using var server = new ScriptedHttp(new ScriptedAnswer(status));
        using var ntfy = new NtfyNotifier("ntfy", new(server.Url, "estate-duty"), null, Text, _handler);
        using var gotify = new GotifyNotifier("gotify", server.Url, "Abc", Text, _handler);
        await AssertRefusedAsync(ntfy, isPermanent, 0);
        await AssertRefusedAsync(gotify, isPermanent, 0);
    }

    [Theory]
    [InlineData("https://oapi.dingtalk.com/robot/send?access_token=abc", true, null)]
    [InlineData("  https://oapi.dingtalk.com/robot/send?access_token=abc\nSECkey \n", true, "SECkey")]
    [InlineData("https://oapi.dingtalk.com/robot/send?access_token=abc SECkey more", false, null)]
    [InlineData("access_token=abc", false, null)]
    [InlineData("", false, null)]
    [InlineData(null, false, null)]
    public void A_robots_secret_is_its_address_and_perhaps_a_key(string? secret, bool isOne, string? key)
    {
        var robot = RobotAddress.TryParse(secret);
        Assert.Equal((isOne, key), (robot is not null, robot?.Key));
    }

    private DingtalkNotifier Dingtalk(ScriptedHttp server) =>
        new("ding", new(new(server.Url, "robot/send?access_token=abc"), "SECkey"), Text, (_handler, TimeProvider.System));

    private FeishuNotifier Feishu(ScriptedHttp server) =>
        new("feishu", new(new(server.Url, "open-apis/bot/v2/hook/abc"), "key"), Text, (_handler, TimeProvider.System));

    private static async Task AssertRefusedAsync(INotifier notifier, bool isPermanent, int waitMinutes)
    {
        var refusal = await Assert.ThrowsAsync<NotifyException>(() =>
            notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None));
        Assert.Equal((isPermanent, waitMinutes), (refusal.IsPermanent, (int)(refusal.RetryAfter?.TotalMinutes ?? 0)));
        Assert.DoesNotContain("abc", refusal.Message, StringComparison.Ordinal);
    }
}
