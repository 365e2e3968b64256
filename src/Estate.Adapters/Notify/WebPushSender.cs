using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace Estate.Adapters.Notify;

/// <summary>What a browser shows.</summary>
/// <param name="Tag">Of what it is about: a phone shows the newest of each.</param>
/// <param name="Url">The page behind it.</param>
/// <param name="KeptFor">By the push service, for a phone that is off.</param>
public sealed record PushText(string Title, string Body, string Tag, string Url, TimeSpan KeptFor)
{
    /// <summary>Rings at once and stays until somebody touches it.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Delivered although the phone saves its battery.</summary>
    public bool IsHigh { get; init; }
}

/// <summary>
/// Web Push (RFC 8030) to a browser in which somebody asked for it; encrypted for that browser alone. One that is gone (404, 410) is
/// forgotten.
/// </summary>
public sealed class WebPushSender : IDisposable
{
    private const int MaxBody = 2_000, TopicBytes = 18;

    private readonly string _name;
    private readonly IPushAddresses _addresses;
    private readonly VapidAuthentication _vapid;
    private readonly HttpClient _http;
    private readonly PushServiceClient _push;

    public WebPushSender(string name, VapidKeys keys, IPushAddresses addresses, HttpMessageHandler handler)
    {
        (_name, _addresses) = (name, addresses);
        _vapid = new(keys.Public, keys.Private) { Subject = keys.Contact };
        _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        // When to try again is ours to say.
        _push = new(_http)
        {
            DefaultAuthentication = _vapid,
            DefaultAuthenticationScheme = VapidAuthenticationScheme.Vapid,
            AutoRetryAfter = false,
        };
    }

    /// <returns>Whether it arrived, and why not; neither where the browser is gone.</returns>
    public async Task<(bool HasArrived, NotifyException? Problem)> SendAsync(PushAddress address, PushText text, CancellationToken stop)
    {
        var subscription = new PushSubscription
        {
            Endpoint = address.Endpoint,
            Keys = new Dictionary<string, string> { ["p256dh"] = address.P256dh, ["auth"] = address.Auth },
        };
        try
        {
            await _push.RequestPushMessageDeliveryAsync(subscription, MessageOf(text), stop);
            return (true, null);
        }
        catch (PushServiceClientException gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            _addresses.Remove(address.Endpoint);
            return default;
        }
        catch (PushServiceClientException refusal)
        {
            return (false, new NotifyException(
                $"{_name}: the push service answered {(int)refusal.StatusCode}", isPermanent: false, refusal.Headers?.RetryAfter?.Delta));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or CryptographicException)
        {
            var why = failure.GetType().Name;
            return (false, new NotifyException($"{_name}: the push service cannot be asked ({why})", isPermanent: false));
        }
    }

    public void Dispose()
    {
        _vapid.Dispose();
        _http.Dispose();
    }

    private static PushMessage MessageOf(PushText text)
    {
        var body = JsonBody.Of(writer =>
        {
            writer.WriteString("title", text.Title);
            writer.WriteString("body", NotificationText.Cut(text.Body, MaxBody));
            writer.WriteString("tag", text.Tag);
            writer.WriteBoolean("urgent", text.IsUrgent);
            writer.WriteString("url", text.Url);
        });
        return new(Encoding.UTF8.GetString(body))
        {
            // What a phone has not got yet is replaced by the newest of the same.
            Topic = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text.Tag)).AsSpan(0, TopicBytes)),
            TimeToLive = (int)text.KeptFor.TotalSeconds,
            Urgency = text.IsHigh ? PushMessageUrgency.High : PushMessageUrgency.Normal,
        };
    }
}
