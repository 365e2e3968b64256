using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>
/// A WeCom (企业微信) group robot: text to its webhook, whose URL holds the key and is therefore the secret. It answers 200 with
/// an <c>errcode</c>; it takes 20 a minute, and at most 2048 bytes of text.
/// </summary>
public sealed class WecomNotifier(string name, Uri robot, NotificationText text, HttpMessageHandler handler) : INotifier, IDisposable
{
    private const int MaxBytes = 2048;
    private const int TooOften = 45009;
    private static readonly TimeSpan AfterTooOften = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Of its list of errors (developer.work.weixin.qq.com, 90313): no such address or the robot was removed, it was disabled, it is not
    /// in the group.
    /// </summary>
    private static readonly int[] Permanent = [93000, 93004, 93008];

    private readonly HttpPost _post = new(handler);

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
        var answer = await _post.SendAsync(name, robot, body, _ => { }, stop);
        answer.RequireGood(name, isPermanent: _ => false);
        RobotAnswer.RequireZero(name, answer.Body, "errcode", Permanent.Contains, code => code == TooOften ? AfterTooOften : null);
    }

    public void Dispose() => _post.Dispose();
}
