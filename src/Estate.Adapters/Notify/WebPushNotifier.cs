using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace Estate.Adapters.Notify;

/// <summary>
/// Web Push (RFC 8030) to every browser in which one of the staff turned it on; encrypted for that browser alone. Who could not be reached
/// gets it with the next try; a browser that is gone (404, 410) is forgotten.
/// </summary>
public sealed class WebPushNotifier : INotifier, IDisposable
{
    private const int MaxBody = 2_000, TopicBytes = 18, KeptForSeconds = 4 * 60 * 60;

    private readonly IPushAddresses _addresses;
    private readonly NotificationText _text;
    private readonly VapidAuthentication _vapid;
    private readonly HttpClient _http;
    private readonly PushServiceClient _push;
    private (string Id, HashSet<string> Endpoints) _served = ("", []);

    public WebPushNotifier(string name, VapidKeys keys, IPushAddresses addresses, NotificationText text, HttpMessageHandler handler)
    {
        (Name, _addresses, _text) = (name, addresses, text);
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

    public string Name { get; }

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        if (_served.Id != notification.Id)
            _served = (notification.Id, []);
        // All that are meant before the first is tried: those that answer change both lists.
        List<PushAddress> waiting = [.. _addresses.OfStaff().Where(one => !_served.Endpoints.Contains(one.Endpoint))];
        var problems = (await Task.WhenAll(waiting.Select(one => TryAsync(one, Message(notification), stop))))
            .OfType<NotifyException>().ToList();
        if (problems.Count > 0)
            throw new NotifyException(problems[0].Message, isPermanent: false, problems.Max(one => one.RetryAfter))
            {
                HasReachedSomebody = _served.Endpoints.Count > 0,
            };
        if (_served.Endpoints.Count == 0)
            throw new NotifyException($"{Name}: nobody has turned it on in a browser", isPermanent: false);
    }

    public void Dispose()
    {
        _vapid.Dispose();
        _http.Dispose();
    }

    /// <returns>Why it did not arrive; null where it did, or never will.</returns>
    private async Task<NotifyException?> TryAsync(PushAddress address, PushMessage message, CancellationToken stop)
    {
        var subscription = new PushSubscription
        {
            Endpoint = address.Endpoint,
            Keys = new Dictionary<string, string> { ["p256dh"] = address.P256dh, ["auth"] = address.Auth },
        };
        try
        {
            await _push.RequestPushMessageDeliveryAsync(subscription, message, stop);
        }
        catch (PushServiceClientException gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            _addresses.Remove(address.Endpoint);
            return null;
        }
        catch (PushServiceClientException refusal)
        {
            return new NotifyException(
                $"{Name}: the push service answered {(int)refusal.StatusCode}", isPermanent: false, refusal.Headers?.RetryAfter?.Delta);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or CryptographicException)
        {
            return new NotifyException($"{Name}: the push service cannot be asked ({failure.GetType().Name})", isPermanent: false);
        }
        lock (_served.Endpoints)
            _served.Endpoints.Add(address.Endpoint);
        return null;
    }

    private PushMessage Message(Notification told)
    {
        var body = JsonBody.Of(writer =>
        {
            writer.WriteString("title", _text.Subject(told));
            writer.WriteString("body", NotificationText.Cut(_text.Body(told), MaxBody));
            writer.WriteString("tag", told.Alert.Id);
            writer.WriteBoolean("urgent", told.Alert.Severity == Severity.High);
            writer.WriteString("url", told.Kind == NotificationKind.Test ? "/staff/alerts" : "/staff/alerts/" + told.Alert.Id);
        });
        return new(Encoding.UTF8.GetString(body))
        {
            // What a phone has not got yet is replaced by the newest of that alert.
            Topic = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(told.Alert.Id)).AsSpan(0, TopicBytes)),
            TimeToLive = KeptForSeconds,
            Urgency = PushMessageUrgency.High,
        };
    }
}
