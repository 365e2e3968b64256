using System.Diagnostics;
using Estate.Adapters.Notify;
using Estate.Domain.Alerts;
using Estate.TestKit;
using MimeKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Notify;

/// <summary>Mail to a real SMTP server, in each of the ways it is spoken to, and to what is none.</summary>
public sealed class MailNotifierTests : IDisposable
{
    private const string Manager = "manager@estate.example";
    private const string Deputy = "deputy@estate.example";
    private const string Gateway = "gateway@estate.example";

    private static readonly Instant At = Instant.FromUtc(2026, 3, 2, 12, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificates _certificates;

    public MailNotifierTests() => _certificates = TestCertificates.Write(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TestMailTls.None, MailTls.None, null)]
    [InlineData(TestMailTls.StartTls, MailTls.StartTls, "gateway")]
    [InlineData(TestMailTls.Implicit, MailTls.Implicit, "gateway")]
    public async Task A_mail_arrives_complete_over_plain_text_STARTTLS_and_implicit_TLS(
        TestMailTls tls, MailTls spoken, string? user)
    {
        using var server = new TestMailServer(tls, _certificates);
        await Notifier(server.Port, spoken).DeliverAsync(Told("n1"), CancellationToken.None);
        var (content, recipients, login) = Assert.Single(server.Mails);
        using var stream = new MemoryStream(content);
        using var mail = await MimeMessage.LoadAsync(stream);
        Assert.Equal(($"{Manager} {Deputy}", user), (recipients, login));
        Assert.Equal(("n1@estate.example", $"{Manager}, {Deputy}", Gateway), (mail.MessageId, mail.To.ToString(), mail.From.ToString()));
        Assert.Equal("幸福小区 [报警] 烟雾报警 北棚充电桩 / [ALERT] Smoke North shed charger", mail.Subject);
        Assert.Contains("已处理 Done: 已断电 / cut", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(At.ToDateTimeOffset(), mail.Date);
    }

    [Theory]
    [InlineData(Gateway, 451, false)]
    [InlineData(Gateway, 550, true)]
    [InlineData(Manager, 450, false)]
    [InlineData(Manager, 550, true)]
    public async Task A_temporary_refusal_is_retried_and_a_permanent_one_is_not(string address, int status, bool isPermanent)
    {
        using var server = new TestMailServer();
        server.Refusals[address] = status;
        var failure = await FailsAsync(Notifier(server.Port, MailTls.None, Manager));
        Assert.Equal(($"manager: the mail server says {status}", isPermanent), (failure.Message, failure.IsPermanent));
        server.Refusals.Clear();
        server.DataRefusal = status;
        failure = await FailsAsync(Notifier(server.Port, MailTls.None));
        Assert.Equal(($"manager: the mail server says {status}", isPermanent), (failure.Message, failure.IsPermanent));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_temporarily_refused_recipient_gets_the_retry_and_nobody_gets_it_twice()
    {
        using var server = new TestMailServer();
        var notifier = Notifier(server.Port, MailTls.None);
        server.Refusals[Deputy] = 450;
        Assert.False((await FailsAsync(notifier)).IsPermanent);
        server.Refusals.Clear();
        await notifier.DeliverAsync(Told("n1"), CancellationToken.None);
        await notifier.DeliverAsync(Told("n1"), CancellationToken.None);
        await notifier.DeliverAsync(Told("n2"), CancellationToken.None);
        Assert.Equal([Manager, Deputy, $"{Manager} {Deputy}"], server.Mails.Select(mail => mail.Recipients));
    }

    [Fact]
    public async Task A_full_mailbox_does_not_delay_the_next_mail_to_others()
    {
        using var server = new TestMailServer();
        var notifier = Notifier(server.Port, MailTls.None);
        server.Refusals[Deputy] = 452;
        var tries = 1;
        while (tries < 100 && !(await FailsAsync(notifier)).IsPermanent)
            tries++;
        Assert.Equal(13, tries);
        Assert.False((await FailsAsync(notifier, "n2")).IsPermanent);
        Assert.Equal([Manager, Manager], server.Mails.Select(mail => mail.Recipients));
    }

    [Fact]
    public async Task An_unknown_address_does_not_keep_the_mail_from_others()
    {
        using var server = new TestMailServer();
        server.Refusals[Manager] = 550;
        var failure = await FailsAsync(Notifier(server.Port, MailTls.None));
        Assert.True(failure is { IsPermanent: true, HasReachedSomebody: true });
        Assert.Equal([Deputy], server.Mails.Select(mail => mail.Recipients));
        server.Refusals[Deputy] = 550;
        Assert.False((await FailsAsync(Notifier(server.Port, MailTls.None))).HasReachedSomebody);
    }

    [Fact]
    public async Task A_server_without_authentication_is_reported_as_such()
    {
        using var server = new ScriptedMail("220 hello", "250-hello\r\n250 AUTH XOAUTH2");
        var failure = await FailsAsync(Notifier(new("127.0.0.1", server.Port, MailTls.None)));
        Assert.Equal($"manager: 127.0.0.1:{server.Port} offers no way to log in with a name and a password", failure.Message);
        Assert.False(failure.IsPermanent);
    }

    [Fact]
    public async Task A_wrong_password_is_reported_with_the_servers_status_and_without_the_password()
    {
        using var server = new TestMailServer(TestMailTls.Implicit, _certificates) { Login = ("gateway", "other") };
        var failure = await FailsAsync(Notifier(server.Port, MailTls.Implicit));
        Assert.Equal(("manager: the mail server says 535", true), (failure.Message, failure.IsPermanent));
        Assert.DoesNotContain("letters", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Nothing_is_sent_in_plain_text_where_TLS_is_required()
    {
        using var plain = new TestMailServer();
        var noOffer = await FailsAsync(Notifier(plain.Port, MailTls.StartTls));
        Assert.Equal($"manager: localhost:{plain.Port} does not offer STARTTLS", noOffer.Message);
        var noTls = await FailsAsync(Notifier(plain.Port, MailTls.Implicit));
        Assert.Equal($"manager: no TLS with localhost:{plain.Port}: it does not answer in TLS there", noTls.Message);
        Assert.False(noOffer.IsPermanent || noTls.IsPermanent);
        Assert.Empty(plain.Mails);
    }

    [Theory]
    [InlineData(TestMailTls.StartTls, MailTls.StartTls)]
    [InlineData(TestMailTls.Implicit, MailTls.Implicit)]
    public async Task A_server_with_an_untrusted_certificate_gets_nothing_and_the_reason_is_reported(TestMailTls tls, MailTls spoken)
    {
        using var server = new TestMailServer(tls, _certificates);
        await SaysAsync("localhost", null, "its certificate is of no authority of this system; name it in ca_file");
        await SaysAsync("localhost", _certificates.OtherCaFile, $"its certificate is of no authority of {_certificates.OtherCaFile}");
        await SaysAsync("127.0.0.1", _certificates.CaFile, "its certificate is not for 127.0.0.1");
        await SaysAsync("localhost", _folder.File("nowhere.pem"), $"{_folder.File("nowhere.pem")} cannot be read");
        Assert.Empty(server.Mails);

        async Task SaysAsync(string host, string? caFile, string why)
        {
            var failure = await FailsAsync(Notifier(new(host, server.Port, spoken) { CaFile = caFile }));
            Assert.Contains(why, failure.Message, StringComparison.Ordinal);
            Assert.False(failure.IsPermanent);
        }
    }

    [Theory]
    [InlineData("nothing", false, "HTTP/1.1 400 Bad Request")]
    [InlineData("nothing", false)]
    [InlineData("nothing", false, "220 hello", "250 ok", "250 ok", "250 ok", "250 ok", "354 go on")]
    [InlineData("554", true, "554 not you")]
    [InlineData("421", false, "421 later")]
    [InlineData("554", true, "220 hello", "250 ok", "554 not you")]
    [InlineData("530", true, "220 hello", "250 ok", "530 log in", "250 ok")]
    public async Task A_server_that_is_not_SMTP_or_hangs_up_is_reported_and_never_counts_as_sent(
        string said, bool isPermanent, params string[] lines)
    {
        using var server = new ScriptedMail(lines);
        var failure = await FailsAsync(Notifier(new("127.0.0.1", server.Port, MailTls.None)));
        Assert.Equal(($"manager: the mail server says {said}", isPermanent), (failure.Message, failure.IsPermanent));
    }

    [Fact]
    public async Task A_server_that_goes_silent_after_accepting_the_mail_counts_as_sent()
    {
        using var server = new ScriptedMail("220 hello", "250 ok", "250 ok", "250 ok", "250 ok", "354 go on", "250 taken", null);
        var started = Stopwatch.GetTimestamp();
        await Notifier(new("127.0.0.1", server.Port, MailTls.None)).DeliverAsync(Told("n1"), CancellationToken.None);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_server_that_never_greets_is_abandoned_after_the_timeout()
    {
        using var server = new ScriptedMail([null]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var sending = Notifier(new("127.0.0.1", server.Port, MailTls.None)).DeliverAsync(Told("n1"), patience.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System));
    }

    [Theory]
    [InlineData("", 25, MailTls.None)]
    [InlineData("", 465, MailTls.Implicit)]
    [InlineData("false", 465, MailTls.None)]
    [InlineData("true", 25, MailTls.StartTls)]
    [InlineData("true", 587, MailTls.StartTls)]
    [InlineData("true", 465, MailTls.Implicit)]
    [InlineData("true", 994, MailTls.Implicit)]
    [InlineData("starttls", 465, MailTls.StartTls)]
    [InlineData("implicit", 587, MailTls.Implicit)]
    [InlineData("True", 465, MailTls.Implicit)]
    [InlineData("yes", 587, MailTls.StartTls)]
    [InlineData("off", 465, MailTls.None)]
    [InlineData("ssl", 465, null)]
    public void The_port_decides_the_TLS_mode_unless_the_estate_file_does(string word, int port, MailTls? expected) =>
        Assert.Equal(expected, MailServer.TlsOf(word, port));

    [Theory]
    [InlineData(Manager, true)]
    [InlineData("经理 <manager@estate.example>", true)]
    [InlineData("manager", false)]
    [InlineData("@estate.example", false)]
    [InlineData("a@b, c@d", false)]
    [InlineData("", false)]
    public void An_address_has_a_name_and_a_domain(string text, bool isAddress) => Assert.Equal(isAddress, MailTarget.IsAddress(text));

    private static Task<NotifyException> FailsAsync(MailNotifier notifier, string id = "n1")
    {
        var sending = notifier.DeliverAsync(Told(id), CancellationToken.None);
        return Assert.ThrowsAsync<NotifyException>(() => sending.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System));
    }

    private MailNotifier Notifier(int port, MailTls tls, params string[] to) =>
        Notifier(new("localhost", port, tls) { CaFile = _certificates.CaFile }, to);

    private static MailNotifier Notifier(MailServer server, params string[] to) => new("manager",
        new(server with { User = "gateway", Password = "letters" }, Gateway, to.Length > 0 ? to : [Manager, Deputy]), NotifierTests.Text);

    private static Notification Told(string id) => NotifierTests.Told(NotificationKind.Raised) with { Id = id, At = At };
}
