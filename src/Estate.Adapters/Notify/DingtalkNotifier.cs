using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>
/// A DingTalk (钉钉) group robot: text to its webhook, signed in the address where the robot wants it (加签). It answers 200 with an
/// <c>errcode</c>, and takes 20 a minute.
/// </summary>
public sealed class DingtalkNotifier(
    string name, RobotAddress robot, NotificationText text, (HttpMessageHandler Handler, TimeProvider Time) world) : INotifier, IDisposable
{
    private const int MaxBytes = 18_000;

    /// <summary>Too fast; it then refuses for ten minutes.</summary>
    private static readonly int[] TooOften = [130101, 410100];
    private static readonly TimeSpan AfterTooOften = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Of its list of errors (open.dingtalk.com, custom robots): no such token, the group was dissolved, no such token, the robot was
    /// disabled, there is no such robot. A signature that does not match may be a clock.
    /// </summary>
    private static readonly int[] Permanent = [300005, 400013, 400101, 400102, 400106];

    private readonly HttpPost _post = new(world.Handler);

    public string Name => name;

    public int PerMinute => 20;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        var body = JsonBody.Of(writer =>
        {
            writer.WriteString("msgtype", "text");
            writer.WriteStartObject("text");
            writer.WriteString("content", text.Whole(notification, MaxBytes));
            writer.WriteEndObject();
        });
        var answer = await _post.SendAsync(name, Signed(), body, _ => { }, stop);
        answer.RequireGood(name, isPermanent: _ => false);
        RobotAnswer.RequireZero(
            name, answer.Body, "errcode", Permanent.Contains, code => TooOften.Contains(code) ? AfterTooOften : null);
    }

    /// <summary>Base 64 of HMAC-SHA256 by the key over milliseconds, line feed and key.</summary>
    public static string Sign(string key, string milliseconds) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{milliseconds}\n{key}")));

    public void Dispose() => _post.Dispose();

    private Uri Signed()
    {
        if (robot.Key is not { } key)
            return robot.Url;
        var now = world.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var joint = robot.Url.Query.Length > 0 ? "&" : "?";
        return new($"{robot.Url.AbsoluteUri}{joint}timestamp={now}&sign={Uri.EscapeDataString(Sign(key, now))}");
    }
}
