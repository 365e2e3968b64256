using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.TestKit;
using Xunit;
using static Estate.Adapters.Tests.Notify.NotifierTests;

namespace Estate.Adapters.Tests.Notify;

/// <summary>Web Push against a scripted push service: it gets what a browser can read, and answers as RFC 8030 says.</summary>
public sealed class WebPushTests : IDisposable
{
    private static readonly VapidKeys Keys = VapidKeys.TryParse(VapidKeys.Make(), "duty@estate.example")!;

    private readonly SocketsHttpHandler _handler = new();
    private readonly TestBrowser _phone = new(), _tablet = new();
    private readonly Addresses _addresses = new();

    public void Dispose()
    {
        _phone.Dispose();
        _tablet.Dispose();
        _handler.Dispose();
    }

    [Fact]
    public async Task Each_browser_gets_what_only_it_can_read_signed_by_this_gateway()
    {
        using var service = new ScriptedHttp(new ScriptedAnswer(201));
        Turn(service, ("phone", _phone), ("tablet", _tablet));
        using var notifier = Notifier();
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        var heard = service.Received.Single(one => one.Path == "/phone");
        using var said = JsonDocument.Parse(_phone.Read(heard.Bytes));
        Assert.Contains("烟雾报警", said.RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(("/staff/alerts/a1", true), (
            said.RootElement.GetProperty("url").GetString(), said.RootElement.GetProperty("urgent").GetBoolean()));
        Assert.ThrowsAny<CryptographicException>(() => _tablet.Read(heard.Bytes));
        Assert.Equal(("aes128gcm", "high", "14400"), (heard.Headers["Content-Encoding"], heard.Headers["Urgency"], heard.Headers["TTL"]));
        AssertSigned(heard.Headers["Authorization"], service.Url);
    }

    [Fact]
    public async Task A_browser_that_is_gone_is_forgotten_and_who_has_it_does_not_get_it_twice()
    {
        using var service = new ScriptedHttp(new ScriptedAnswer(410));
        Turn(service, ("phone", _phone));
        using var notifier = Notifier();
        var refusal = await RefusalAsync(notifier);
        Assert.Contains("nobody has turned it on", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_addresses.All);

        using var good = new ScriptedHttp(new ScriptedAnswer(201));
        using var busy = new ScriptedHttp(new ScriptedAnswer(429, RetryAfter: "20"), new(201));
        Turn(good, ("phone", _phone));
        Turn(busy, ("tablet", _tablet));
        refusal = await RefusalAsync(notifier);
        Assert.Equal((false, true, TimeSpan.FromSeconds(20)), (refusal.IsPermanent, refusal.HasReachedSomebody, refusal.RetryAfter));
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        Assert.Equal((1, 2), (good.Received.Count, busy.Received.Count));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(413)]
    [InlineData(500)]
    public async Task No_answer_but_gone_ends_it(int status)
    {
        using var service = new ScriptedHttp(new ScriptedAnswer(status));
        Turn(service, ("phone", _phone));
        using var notifier = Notifier();
        Assert.False((await RefusalAsync(notifier)).IsPermanent);
        Assert.Single(_addresses.All);
    }

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc", true)]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc", true)]
    [InlineData("https://web.push.apple.com/abc", true)]
    [InlineData("https://sg2p.notify.windows.com/w/?token=abc", true)]
    [InlineData("https://push.estate.example/abc", true)]
    [InlineData("http://fcm.googleapis.com/fcm/send/abc", false)]
    [InlineData("https://fcm.googleapis.com.evil.example/abc", false)]
    [InlineData("https://evilnotify.windows.com/abc", false)]
    [InlineData("http://127.0.0.1:8086/write", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("", false)]
    public void Only_push_services_are_posted_to(string endpoint, bool isOne) => Assert.Equal(
        isOne, new PushAddress(endpoint, _phone.P256dh, _phone.Auth).IsAt(new Uri("https://push.estate.example/")));

    [Fact]
    public void Keys_that_are_none_are_refused()
    {
        const string endpoint = "https://fcm.googleapis.com/fcm/send/abc";
        Assert.False(new PushAddress(endpoint, _phone.Auth, _phone.Auth).IsAt(null));
        Assert.False(new PushAddress(endpoint, _phone.P256dh, "").IsAt(null));
        Assert.False(new PushAddress(endpoint, "?", "?").IsAt(null));
        Assert.False(new PushAddress(endpoint, Base64Url.EncodeToString((byte[])[4, .. new byte[64]]), _phone.Auth).IsAt(null));
        Assert.True(new PushAddress(endpoint, _phone.P256dh, _phone.Auth).IsAt(null));
    }

    [Fact]
    public async Task A_browser_that_is_gone_is_forgotten_while_the_others_are_told()
    {
        using var handler = new Gone();
        foreach (var path in new[] { "a", "b", "c" })
            _addresses.All.Add(new($"https://push.example/{path}", _phone.P256dh, _phone.Auth));
        using var notifier = new WebPushNotifier("push", Keys, _addresses, Text, handler);
        await notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None);
        Assert.Equal(["https://push.example/b", "https://push.example/c"], _addresses.All.Select(one => one.Endpoint));
    }

    private static void AssertSigned(string authorization, Uri service)
    {
        var parts = authorization["vapid ".Length..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(
            pair => pair[0], pair => pair[1]);
        Assert.Equal(Keys.Public, parts["k"]);
        var token = parts["t"].Split('.');
        var point = Base64Url.DecodeFromChars(Keys.Public);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = point[1..33], Y = point[33..] },
        });
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token[1]));
        Assert.Equal("mailto:duty@estate.example", claims.RootElement.GetProperty("sub").GetString());
        var audience = claims.RootElement.GetProperty("aud").GetString();
        Assert.StartsWith($"{service.Scheme}://{service.Host}", audience, StringComparison.Ordinal);
    }

    private void Turn(ScriptedHttp service, params (string Path, TestBrowser Browser)[] on) =>
        _addresses.All.AddRange(on.Select(one =>
            new PushAddress(new Uri(service.Url, one.Path).ToString(), one.Browser.P256dh, one.Browser.Auth)));

    private WebPushNotifier Notifier() => new("push", Keys, _addresses, Text, _handler);

    private static Task<NotifyException> RefusalAsync(WebPushNotifier notifier) =>
        Assert.ThrowsAsync<NotifyException>(() => notifier.DeliverAsync(Told(NotificationKind.Raised), CancellationToken.None));

    /// <summary>Answers at once; the first browser is gone.</summary>
    private sealed class Gone : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(
                request.RequestUri!.AbsolutePath == "/a" ? System.Net.HttpStatusCode.Gone : System.Net.HttpStatusCode.Created));
    }

    private sealed class Addresses : IPushAddresses
    {
        internal List<PushAddress> All { get; } = [];

        public IReadOnlyList<PushAddress> OfStaff() => All;

        public IReadOnlyList<PushAddress> OfNotices() => All;

        public void Remove(string endpoint) => All.RemoveAll(one => one.Endpoint == endpoint);
    }
}
