using System.Net;
using System.Net.Mail;
using System.Text;
using Estate.Domain.Alerts;

namespace Estate.Adapters.Notify;

/// <summary>Where mail goes; <paramref name="User"/> and <paramref name="Password"/> may be empty for a relay on the same network.</summary>
public sealed record MailTarget(string Host, int Port, bool IsTls, string From, IReadOnlyList<string> To, string? User, string? Password);

/// <summary>E-mail by SMTP; the Message-ID is the notification's, so that a mail sent twice is recognised.</summary>
public sealed class MailNotifier(string name, MailTarget target, NotificationText text) : INotifier
{
    public string Name => name;

    public async Task DeliverAsync(Notification notification, CancellationToken stop)
    {
        using var client = new SmtpClient(target.Host, target.Port) { EnableSsl = target.IsTls, Timeout = 10_000 };
        if (target.User is { Length: > 0 } user)
            client.Credentials = new NetworkCredential(user, target.Password);
        using var message = new MailMessage
        {
            From = new MailAddress(target.From),
            Subject = text.Subject(notification),
            SubjectEncoding = Encoding.UTF8,
            Body = text.Body(notification),
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{notification.Id}@{target.From.Split('@')[^1]}>");
        foreach (var to in target.To)
            message.To.Add(to);
        try
        {
            await client.SendMailAsync(message, stop);
        }
        catch (SmtpException failure)
        {
            var status = (int)failure.StatusCode;
            throw new NotifyException($"{name}: the mail server says {(status > 0 ? status : "nothing")}", isPermanent: status is >= 500 and < 600, cause: failure);
        }
    }
}
