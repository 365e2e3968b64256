using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Estate.TestKit;

/// <summary>How a test's mail server is spoken to.</summary>
public enum TestMailTls
{
    None,
    StartTls,
    Implicit,
}

/// <summary>A real SMTP server on loopback that keeps what it takes and refuses whom a test wants refused.</summary>
public sealed class TestMailServer : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _running;

    /// <param name="certificates">Needed for TLS.</param>
    public TestMailServer(TestMailTls tls = TestMailTls.None, TestCertificates? certificates = null)
    {
        Port = Server.FreePort();
        if (certificates is not null)
            _certificate = X509Certificate2.CreateFromPemFile(certificates.ServerFile, certificates.ServerKeyFile);
        var options = new SmtpServerOptionsBuilder().ServerName("test").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new(IPAddress.Loopback, Port)).IsSecure(tls == TestMailTls.Implicit).AllowUnsecureAuthentication(false);
            if (tls != TestMailTls.None)
                endpoint.Certificate(_certificate!);
        }).Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)new Store(this));
        services.Add((IMailboxFilter)new Filter(this));
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((user, password) => (user, password) == Login));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>The one that it knows; it offers a login over TLS only.</summary>
    public (string User, string Password) Login { get; set; } = ("gateway", "letters");

    /// <summary>What it says to an address, in MAIL FROM or in RCPT TO, instead of taking it.</summary>
    public ConcurrentDictionary<string, int> Refusals { get; } = [];

    /// <summary>What it says to the mail itself.</summary>
    public int? DataRefusal { get; set; }

    /// <summary>Each mail as it came, with its envelope's recipients and who had logged in.</summary>
    public ConcurrentQueue<(byte[] Content, string Recipients, string? User)> Mails { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        _running.ContinueWith(_ => _certificate?.Dispose(), TaskScheduler.Default);
        _stop.Dispose();
    }

    private sealed class Store(TestMailServer server) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (server.DataRefusal is { } status)
                return Task.FromResult(new SmtpResponse((SmtpReplyCode)status, "no"));
            var user = context.Authentication is { IsAuthenticated: true } login ? login.User : null;
            server.Mails.Enqueue((buffer.ToArray(), string.Join(' ', transaction.To.Select(Address)), user));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Filter(TestMailServer server) : MailboxFilter
    {
        public override Task<bool> CanAcceptFromAsync(
            ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Admit(from);

        public override Task<bool> CanDeliverToAsync(
            ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) => Admit(to);

        private Task<bool> Admit(IMailbox mailbox) => server.Refusals.TryGetValue(Address(mailbox), out var status)
            ? throw new SmtpResponseException(new((SmtpReplyCode)status, "no"))
            : Task.FromResult(true);
    }

    private static string Address(IMailbox mailbox) => $"{mailbox.User}@{mailbox.Host}";
}
