using Estate.Domain.Alerts;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Estate.Adapters.Notify;

/// <summary>
/// E-mail by SMTP; the Message-ID is the notification's, so that a mail sent twice is recognised. Where some recipients cannot
/// have it yet, the next try is for them alone, and not for ever: a full mailbox must not keep what comes next from the others.
/// </summary>
public sealed class MailNotifier(string name, MailTarget target, NotificationText text) : INotifier
{
    private const int LogInFirst = 530;

    /// <summary>
    /// Ever slower tries of some ten minutes together, longer than a server that lets strangers wait (greylisting) asks for.
    /// </summary>
    private const int TriesForTheRest = 12;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>Who has the notification that is under way, and how often it was tried for the others since.</summary>
    private (string Id, HashSet<string> Addresses, int TriedSince) _served = ("", [], 0);

    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        if (_served.Id != notification.Id)
            _served = (notification.Id, [], 0);
        else if (_served.Addresses.Count > 0)
            _served.TriedSince++;
        using var message = Compose(notification);
        var recipients = message.To.Mailboxes.Where(one => !_served.Addresses.Contains(one.Address)).ToList();
        if (recipients.Count > 0)
            await SendAsync(message, recipients, stop);
    }

    private MimeMessage Compose(Notification notification)
    {
        var from = MailTarget.Parse(target.From);
        var body = new TextPart("plain") { Text = text.Body(notification) };
        return new([from], target.To.Select(MailTarget.Parse), text.Subject(notification), body)
        {
            MessageId = $"{notification.Id}@{from.Domain}",
            Date = notification.At.ToDateTimeOffset(),
        };
    }

    private async Task SendAsync(MimeMessage message, List<MailboxAddress> recipients, CancellationToken stop)
    {
        using var session = Begin();
        try
        {
            await session.OpenAsync(stop);
            await session.SendAsync(message, message.From.Mailboxes.First(), recipients, stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw Explain(failure, session);
        }
        _served.Addresses.UnionWith(recipients.Select(one => one.Address).Except(session.Refusals.Keys));
        await session.CloseAsync(Farewell, stop);
        if (session.Refusals.Count > 0)
            throw Says(session.MildestRefusal);
    }

    private MailSession Begin()
    {
        try
        {
            return new(target.Server);
        }
        catch (InvalidDataException unreadable)
        {
            throw Fails(unreadable.Message, unreadable);
        }
    }

    private NotifyException Explain(Exception failure, MailSession session) => failure switch
    {
        // What the server said, also where it hung up after it.
        _ when session.SenderRefusal is { } status => Says(status, failure),
        SmtpCommandException refusal => Says((int)refusal.StatusCode, refusal),
        AuthenticationException { InnerException: SmtpCommandException refusal } => Says((int)refusal.StatusCode, refusal),
        ServiceNotAuthenticatedException => Says(LogInFirst, failure),
        SslHandshakeException => Fails($"no TLS with {Place}: {session.Distrust ?? "it does not answer in TLS there"}", failure),
        NotSupportedException when session.IsConnected => Fails($"{Place} offers no way to log in with a name and a password", failure),
        NotSupportedException => Fails($"{Place} does not offer STARTTLS", failure),
        _ => Fails("the mail server says nothing", failure),
    };

    private string Place => $"{target.Server.Host}:{target.Server.Port}";

    private NotifyException Says(int status, Exception? cause = null) =>
        new(
            $"{name}: the mail server says {status}",
            isPermanent: status is >= 500 and < 600 || _served.TriedSince >= TriesForTheRest,
            cause: cause)
        {
            HasReachedSomebody = _served.Addresses.Count > 0,
        };

    private NotifyException Fails(string problem, Exception cause) => new($"{name}: {problem}", isPermanent: false, cause: cause);
}
