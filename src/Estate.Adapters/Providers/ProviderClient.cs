using System.Globalization;
using System.Text.Json;
using Estate.Adapters.Notify;
using Estate.Domain.Devices;

namespace Estate.Adapters.Providers;

/// <summary>
/// Asks a provider by POST, as docs/providers.md says: signed as the Standard Webhooks specification has it, the order's id at every try.
/// </summary>
/// <param name="key">It signs with it; what nobody signed a provider does not serve.</param>
public sealed class ProviderClient(ProviderTarget target, byte[] key, string site, (HttpMessageHandler Handler, TimeProvider Time) world)
    : IDisposable
{
    private readonly HttpPost _post = new(world.Handler);

    public ProviderTarget Target => target;

    /// <param name="name">Of the device, and <paramref name="place"/> where it stands: all that a provider gets to know.</param>
    /// <exception cref="NotifyException">No answer, or none that can be understood.</exception>
    public async Task<ProviderAnswer> AskAsync(ProviderOrder order, Text name, Text? place, CancellationToken stop)
    {
        var now = world.Time.GetUtcNow();
        var type = $"{order.Service}.{(order.IsCancelled ? "cancelled" : order.Stage == "requested" ? "requested" : "asked")}";
        var body = JsonBody.Of(writer =>
        {
            writer.WriteString("type", type);
            writer.WriteString("timestamp", now.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("id", order.Id);
            writer.WriteString("site", site);
            writer.WriteString("ordered_at", order.At.ToString());
            writer.WriteString("stage", order.Stage);
            Write(writer, "name", name);
            if (place is { } where)
                Write(writer, "place", where);
        });
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var answer = await _post.SendAsync(order.Service, target.Url, body, headers =>
        {
            headers.Add("webhook-id", order.Id);
            headers.Add("webhook-timestamp", seconds);
            headers.Add("webhook-signature", "v1," + WebhookNotifier.Sign(key, order.Id, seconds, body));
        }, stop);
        answer.RequireGood(order.Service, isPermanent: _ => false);
        return Read(answer.Body, order.Service);
    }

    public void Dispose() => _post.Dispose();

    private static void Write(Utf8JsonWriter writer, string member, Text text)
    {
        writer.WriteStartObject(member);
        writer.WriteString("zh", text.Zh);
        writer.WriteString("en", text.En);
        writer.WriteEndObject();
    }

    private static ProviderAnswer Read(byte[] body, string service)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ProviderJson.Default.ProviderAnswer)
                ?? throw new NotifyException($"{service} answered null", isPermanent: false);
        }
        catch (JsonException mistake)
        {
            throw new NotifyException($"{service} answered what docs/providers.md does not know: {mistake.Message}", isPermanent: false);
        }
    }
}
