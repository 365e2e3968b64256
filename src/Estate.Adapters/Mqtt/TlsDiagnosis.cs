using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Estate.Adapters.Mqtt;

/// <summary>Why a TLS connection failed, in a sentence: OpenSSL says "certificate verify failed" to everything.</summary>
internal static class TlsDiagnosis
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks at the broker's certificate once more. Null where all seems well.</summary>
    internal static async Task<string?> ExplainAsync(BrokerSession session, string caFile, TimeProvider time)
    {
        try
        {
            using var authority = X509CertificateLoader.LoadCertificateFromFile(caFile);
            var now = time.GetUtcNow().UtcDateTime;
            if (session.Certificate is { } certificate && Own(certificate.File, authority, now, caFile) is { } own)
                return own;
            var host = session.Broker.Host;
            using var broker = await AskAsync(session.Broker);
            return broker is null ? null
                : Theirs(broker, authority, now, caFile)
                ?? (broker.MatchesHostname(host) ? null
                    : $"the broker's certificate is for {Names(broker)}, not for {host}: "
                        + "name it so in broker.names, or connect by one of these names")
                ?? (session.Certificate is { } ours
                    ? $"the broker refuses the certificate {ours.File}: it was revoked or replaced, or is another authority's" : null);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or SocketException or OperationCanceledException)
        {
            return failure is CryptographicException ? $"{caFile} cannot be read: {failure.Message}" : null;
        }
    }

    private static string? Own(string file, X509Certificate2 authority, DateTime now, string caFile)
    {
        using var own = X509CertificateLoader.LoadCertificateFromFile(file);
        return own.NotAfter.ToUniversalTime() < now ? $"the certificate {file} expired on {Date(own)}: it must be renewed"
            : IsSignedBy(own, authority, now) ? null
            : $"the certificate {file} is not of the authority {caFile}";
    }

    private static string? Theirs(X509Certificate2 broker, X509Certificate2 authority, DateTime now, string caFile) =>
        broker.NotAfter.ToUniversalTime() < now
            ? $"the broker's certificate expired on {Date(broker)}: it must be renewed and the broker told to read it (SIGHUP)"
        : broker.NotBefore.ToUniversalTime() > now ? "the broker's certificate is not valid yet: the clock of this machine is not set"
        : IsSignedBy(broker, authority, now) ? null
        : $"the broker's certificate is of another authority than {caFile}: take the certificate of the authority that signed it";

    private static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 authority, DateTime now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now;
        return chain.Build(certificate);
    }

    /// <summary>The certificate the broker shows; null where it shows none.</summary>
    private static async Task<X509Certificate2?> AskAsync(BrokerAddress address)
    {
        X509Certificate2? seen = null;
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, patience.Token);
        await using var stream = new SslStream(socket.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = address.Host,
                // Never accepted here: it is only looked at.
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    seen = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                    return false;
                },
            }, patience.Token);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            // As it must be: not accepted, or it wants a certificate of us first.
        }
        return seen;
    }

    private static string Names(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
        ? string.Join(", ", names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(one => one.ToString())))
        : certificate.Subject;

    private static string Date(X509Certificate2 certificate) =>
        certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
