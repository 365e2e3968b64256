using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Estate.Adapters.Tls;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Estate.Adapters.Notify;

/// <summary>One conversation with a mail server, which goes on with the recipients that were accepted when others were not.</summary>
internal sealed class MailSession : SmtpClient
{
    private readonly MailServer _server;
    private readonly X509ChainPolicy? _authority;

    /// <exception cref="InvalidDataException">The authority's certificate cannot be read.</exception>
    internal MailSession(MailServer server)
    {
        _server = server;
        _authority = server.CaFile is { } file ? Read(file) : null;
        // Where mail may go out, an authority in another country mostly cannot be asked; it is not for HTTP either.
        CheckCertificateRevocation = false;
        ServerCertificateValidationCallback = (_, _, chain, errors) => (Distrust = Explain(chain, errors)) is null;
    }

    /// <summary>Why the server's certificate was not accepted.</summary>
    internal string? Distrust { get; private set; }

    /// <summary>The status where the sender was refused.</summary>
    internal int? SenderRefusal { get; private set; }

    /// <summary>Recipients that were refused, each with its status.</summary>
    internal Dictionary<string, int> Refusals { get; } = [];

    /// <summary>Of the refusals one that can heal, if there is one.</summary>
    internal int MildestRefusal => Refusals.Values.Order().First();

    /// <summary>Connected, and logged in where the server offers it.</summary>
    internal async Task OpenAsync(CancellationToken stop)
    {
        await ConnectAsync(_server.Host, _server.Port, _server.Tls switch
        {
            MailTls.Implicit => SecureSocketOptions.SslOnConnect,
            MailTls.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, stop);
        if (_server.User is { Length: > 0 } user && Capabilities.HasFlag(SmtpCapabilities.Authentication))
            await AuthenticateAsync(user, _server.Password ?? "", stop);
    }

    /// <summary>With a word of parting, which decides nothing any more: the mail is the server's.</summary>
    internal async Task CloseAsync(TimeSpan patience, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(patience);
        try
        {
            await DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception)
        {
            // It is closed either way.
        }
    }

    protected override void OnSenderNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        SenderRefusal = (int)response.StatusCode;
        base.OnSenderNotAccepted(message, mailbox, response);
    }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Refusals[mailbox.Address] = (int)response.StatusCode;

    protected override void OnNoRecipientsAccepted(MimeMessage message) =>
        throw new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, (SmtpStatusCode)MildestRefusal, "no recipient was accepted");

    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(
        string host, RemoteCertificateValidationCallback remoteCertificateValidationCallback)
    {
        var options = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
        options.CertificateChainPolicy = _authority;
        return options;
    }

    private static X509ChainPolicy Read(string caFile)
    {
        try
        {
            return CertificateAuthority.PolicyOf(caFile);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{caFile} cannot be read: {failure.Message}", failure);
        }
    }

    private string? Explain(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"its certificate is not for {_server.Host}";
        var isOutOfDate = chain?.ChainStatus.Any(one => one.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) ?? false;
        return isOutOfDate ? "its certificate is not valid today"
            : $"its certificate is of no authority of {_server.CaFile ?? "this system; name it in ca_file"}";
    }
}
