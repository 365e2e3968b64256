using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Estate.Gateway.Configuration;

/// <summary>
/// The estate's own certificate authority: it signs the broker's certificate and those of devices, and nobody else's. Every
/// certificate begins at the epoch, because a device or a Pi whose clock is not set yet must not be locked out.
/// </summary>
internal sealed class DeviceAuthority
{
    public const int DefaultDays = 730;
    private const int RenewBelowDays = 60;
    private const int Years = 20;

    /// <summary>
    /// Before this no certificate was made: a clock that says so is not set, and would make certificates that end in the past.
    /// </summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DataFolder _folder;
    private readonly TimeProvider _time;
    private readonly CertificateBook _book;

    public DeviceAuthority(DataFolder folder, TimeProvider time) => (_folder, _time, _book) = (folder, time, new(folder.CertificateBook));

    private DateTimeOffset Now => _time.GetUtcNow() is var now && now > Earliest ? now : Earliest;

    /// <summary>
    /// Makes the authority where there is none, and the broker's certificate where it is missing, ends soon or lacks a name.
    /// </summary>
    /// <param name="names">Host names and addresses under which devices reach the broker.</param>
    /// <exception cref="ConfigurationException">Certificate and key of the authority do not belong together.</exception>
    /// <param name="days">How long the broker's certificate holds.</param>
    public void Prepare(IEnumerable<string> names, int days = DefaultDays)
    {
        using var authority = Open();
        DataFolder.WritePrivate(_folder.BrokerFile("ca.crt"), Pem(authority));
        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (HasServer(wanted))
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=estate-broker", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names(wanted));
        using var server = Sign(request, authority, days, "1.3.6.1.5.5.7.3.1");
        DataFolder.WritePrivate(_folder.BrokerFile("server.key"), System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        DataFolder.WritePrivate(_folder.BrokerFile("server.crt"), Pem(server));
    }

    /// <summary>Whether the broker's certificate covers these names for some time still.</summary>
    internal bool HasServer(IReadOnlySet<string> names)
    {
        var path = _folder.BrokerFile("server.crt");
        if (!File.Exists(path) || !File.Exists(_folder.BrokerFile("server.key")))
            return false;
        try
        {
            using var server = X509CertificateLoader.LoadCertificateFromFile(path);
            using var authority = X509CertificateLoader.LoadCertificateFromFile(_folder.Authority);
            var known = server.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(san => san.EnumerateDnsNames().Concat(san.EnumerateIPAddresses().Select(one => one.ToString())));
            return server.NotAfter.ToUniversalTime() > Now.UtcDateTime.AddDays(RenewBelowDays) && names.SetEquals(known)
                && server.IssuerName.RawData.AsSpan().SequenceEqual(authority.SubjectName.RawData);
        }
        catch (CryptographicException)
        {
            // Half a file, or another's: rebuilt.
            return false;
        }
    }

    /// <summary>A certificate and key for a device, whose name it carries; those it had before are worth nothing any more.</summary>
    public DeviceCertificate Issue(string name, int days)
    {
        using var authority = Open();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(
            new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256), authority, days, "1.3.6.1.5.5.7.3.2");
        _book.Add(name, certificate.SerialNumber, certificate.NotAfter.ToUniversalTime());
        return new(
            authority.ExportCertificatePem() + "\n", certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n",
            certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>Ends all certificates of a device.</summary>
    public void End(string name) => _book.End(name);

    /// <summary>Until when the certificate of a device holds; null without one.</summary>
    public DateTime? EndOf(string name) => _book.All().LastOrDefault(one => one.Name == name && !one.IsEnded)?.NotAfter;

    /// <summary>All names that ever had a certificate.</summary>
    internal IEnumerable<string> Known => _book.All().Select(one => one.Name).Distinct();

    /// <summary>The list of certificates the broker must refuse: ended ones, and those of devices that are no more.</summary>
    public void WriteRevocations(IReadOnlySet<string> allowed)
    {
        using var authority = Open();
        var (builder, number) = (
            new CertificateRevocationListBuilder(), File.Exists(_folder.Revocations) ? NumberOf(File.ReadAllText(_folder.Revocations)) + 1
            : 1);
        foreach (var one in _book.All().Where(one => one.IsEnded || !allowed.Contains(one.Name)))
            builder.AddEntry(Convert.FromHexString(one.Serial), DateTimeOffset.UnixEpoch);
        // The broker keeps every list it has read and takes the one of the latest date. Its date is its number in seconds: later each
        // time, and past for every clock.
        var list = builder.Build(
            authority, number, authority.NotAfter, HashAlgorithmName.SHA256,
            thisUpdate: DateTimeOffset.UnixEpoch.AddSeconds((double)number));
        var pem = System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", list));
        DataFolder.WritePrivate(_folder.Revocations, pem);
        DataFolder.WritePrivate(_folder.BrokerFile("crl.pem"), pem);
    }

    private static System.Numerics.BigInteger NumberOf(string pem)
    {
        CertificateRevocationListBuilder.LoadPem(pem, out var number);
        return number;
    }

    private X509Certificate2 Open()
    {
        if (!File.Exists(_folder.Authority) && !File.Exists(_folder.AuthorityKey))
            Make();
        try
        {
            return X509Certificate2.CreateFromPemFile(_folder.Authority, _folder.AuthorityKey);
        }
        catch (Exception failure) when (failure is CryptographicException or FileNotFoundException)
        {
            throw new ConfigurationException($"{_folder.Authority} and ca.key beside it do not belong together ({failure.Message}). Put "
                + "both back from the backup; or move both away: then a new authority begins and every device needs a new certificate.");
        }
    }

    private void Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // A new name each time, so that an earlier authority's certificates can be distinguished.
        var request = new CertificateRequest(
            $"CN=estate {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, Now.AddYears(Years));
        // The key first: a certificate without one is refused at every start.
        DataFolder.WritePrivate(_folder.AuthorityKey, System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        DataFolder.WritePrivate(_folder.Authority, Pem(authority));
    }

    private X509Certificate2 Sign(CertificateRequest request, X509Certificate2 authority, int days, string purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(purpose)], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(16);
        // Positive, and of full length.
        serial[0] = (byte)(serial[0] & 0x3F | 0x40);
        var end = Now.AddDays(days);
        return request.Create(authority, DateTimeOffset.UnixEpoch, end < authority.NotAfter ? end : authority.NotAfter, serial);
    }

    private static X509Extension Names(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(name);
        return builder.Build();
    }

    private static byte[] Pem(X509Certificate2 certificate) =>
        System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");
}

/// <summary>What a device is given, as PEM: whom to believe, its certificate, its key (kept nowhere else).</summary>
internal sealed record DeviceCertificate(string Authority, string Certificate, string Key, DateTime NotAfter);
