using System.Globalization;
using Estate.TestKit;
using Estate.Web.Tests.Running;
using MimeKit;
using Xunit;

namespace Estate.Web.Tests.Alerts;

/// <summary>From smoke at a charger to a mailbox, by estate.yaml and the notifier's secret.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task Smoke_reaches_a_mailbox_over_implicit_TLS_with_the_stored_login()
    {
        using var folder = new TemporaryFolder();
        var certificates = TestCertificates.Write(folder);
        using var server = new TestMailServer(TestMailTls.Implicit, certificates);
        await using var gateway = await RunningGateway.StartAsync(string.Create(CultureInfo.InvariantCulture,
            $$"""
            alerts:
              ladder: [ { zh: 台, en: Desk, after_min: 0, from: high, notify: [manager] } ]
              notifiers:
                - { name: manager, type: mail, host: localhost, port: {{server.Port}}, tls: implicit, ca_file: {{certificates.CaFile}},
                    from: gateway@estate.example, to: [manager@estate.example] }
            """), secrets: [("manager", "gateway:letters")]);
        (await gateway.ChargerAsync()).Smoke(true);
        await Eventually.UntilAsync(() => !server.Mails.IsEmpty);
        var (content, recipients, user) = server.Mails.First();
        Assert.Equal(("manager@estate.example", "gateway"), (recipients, user));
        using var stream = new MemoryStream(content);
        using var mail = await MimeMessage.LoadAsync(stream);
        Assert.Contains("电动自行车充电桩 1", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("测试小区", mail.TextBody, StringComparison.Ordinal);
    }
}
