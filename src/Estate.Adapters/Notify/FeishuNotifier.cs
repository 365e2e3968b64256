using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>
/// A Feishu (飞书) group robot: text to its webhook, signed in the body where the robot wants it. It answers with a <c>code</c>, and
/// takes 100 a minute and 20 kB.
/// </summary>
public sealed class FeishuNotifier(
    string name, RobotAddress robot, NotificationText text, (HttpMessageHandler Handler, TimeProvider Time) world) : INotifier, IDisposable
{
    private const int MaxBytes = 18_000;
    private const int TooOften = 11232;
    private static readonly TimeSpan AfterTooOften = TimeSpan.FromMinutes(1);

    /// <summary>Of its list of errors (open.feishu.cn, custom bots): the token in the address. A signature may be a clock.</summary>
    private const int NoSuchRobot = 19001;

    private readonly HttpPost _post = new(world.Handler);

    public string Name => name;

    public int PerMinute => 100;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        var body = JsonBody.Of(writer =>
        {
            if (robot.Key is { } key)
            {
                var now = world.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                writer.WriteString("timestamp", now);
                writer.WriteString("sign", Sign(key, now));
            }
            writer.WriteString("msg_type", "text");
            writer.WriteStartObject("content");
            writer.WriteString("text", text.Whole(notification, MaxBytes));
            writer.WriteEndObject();
        });
        var answer = await _post.SendAsync(name, robot.Url, body, _ => { }, stop);
        // It says with 400 what is wrong in the body, too.
        if (RobotAnswer.CodeOf(answer.Body, "code") is null)
            answer.RequireGood(name, isPermanent: _ => false);
        RobotAnswer.RequireZero(
            name, answer.Body, "code", code => code == NoSuchRobot, code => code == TooOften ? AfterTooOften : answer.RetryAfter);
    }

    /// <summary>Base 64 of HMAC-SHA256 over nothing; its key is seconds, line feed and key.</summary>
    public static string Sign(string key, string seconds) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{seconds}\n{key}"), Array.Empty<byte>()));

    public void Dispose() => _post.Dispose();
}
