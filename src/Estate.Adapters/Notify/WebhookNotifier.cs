using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>
/// A POST of the alert as JSON, signed as the Standard Webhooks specification says: <c>webhook-id</c> (the same at every try),
/// <c>webhook-timestamp</c>, <c>webhook-signature: v1,BASE64</c> of HMAC-SHA256 over id, timestamp and body joined by dots.
/// </summary>
public sealed class WebhookNotifier(
    string name, Uri url, byte[] key, NotificationText text, (HttpMessageHandler Handler, TimeProvider Time) world) : INotifier, IDisposable
{
    /// <summary>410, the one answer by which the specification ends an address.</summary>
    private const int Gone = 410;

    private readonly HttpPost _post = new(world.Handler);

    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        var body = Body(notification, text);
        var timestamp = world.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var answer = await _post.SendAsync(name, url, body, headers =>
        {
            headers.Add("webhook-id", notification.Id);
            headers.Add("webhook-timestamp", timestamp);
            headers.Add("webhook-signature", "v1," + Sign(key, notification.Id, timestamp, body));
        }, stop);
        answer.RequireGood(name, isPermanent: status => status == Gone);
    }

    public static string Sign(byte[] key, string id, string timestamp, byte[] body) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));

    public void Dispose() => _post.Dispose();

    private static byte[] Body(Notification told, NotificationText text)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "alert." + Domain.Devices.WireName.Of(told.Kind));
            writer.WriteString("timestamp", told.At.ToString());
            writer.WriteString("subject", text.Subject(told));
            writer.WriteString("text", text.Body(told));
            writer.WritePropertyName("data");
            JsonSerializer.Serialize(writer, told.Alert, Alert.Json);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
