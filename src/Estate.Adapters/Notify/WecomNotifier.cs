using System.Text;
using System.Text.Json;
using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>
/// A WeCom (企业微信) group robot: text to its webhook, whose URL holds the key and is therefore the secret. It answers 200 with
/// an <c>errcode</c>; 45009 is "too often" (20 a minute), and it takes at most 2048 bytes of text.
/// </summary>
public sealed class WecomNotifier(string name, Uri robot, NotificationText text, HttpMessageHandler handler) : INotifier, IDisposable
{
    private const int MaxBytes = 2048;
    private const int TooOften = 45009;
    private const int Busy = -1;
    private static readonly TimeSpan AfterTooOften = TimeSpan.FromMinutes(1);

    private readonly HttpPost _post = new(handler);

    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        var answer = await _post.SendAsync(name, robot, Body(text.Subject(notification) + "\n" + text.Body(notification)), _ => { }, stop);
        var code = CodeOf(answer) ?? throw new NotifyException($"{name} answered what is not JSON with an errcode", isPermanent: false);
        if (code != 0)
            throw new NotifyException(
                $"{name} refused with errcode {code}", isPermanent: code is not (TooOften or Busy), code == TooOften ? AfterTooOften
                : null);
    }

    public void Dispose() => _post.Dispose();

    private static byte[] Body(string content)
    {
        while (Encoding.UTF8.GetByteCount(content) > MaxBytes)
            content = content[..(content.Length * 9 / 10)];
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("msgtype", "text");
            writer.WriteStartObject("text");
            writer.WriteString("content", content);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static int? CodeOf(byte[] answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("errcode", out var code)
                && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var value) ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
