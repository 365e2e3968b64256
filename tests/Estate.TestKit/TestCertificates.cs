using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Estate.TestKit;

/// <summary>Two authorities made on the spot, and a server certificate for localhost from the first.</summary>
public sealed record TestCertificates(string CaFile, string ServerFile, string ServerKeyFile, string OtherCaFile)
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);

    public static TestCertificates Write(TemporaryFolder folder)
    {
        using var ca = Authority("estate");
        using var other = Authority("other");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(ca, From, From.AddDays(10), [1, 2, 3]);
        var files = new TestCertificates(
            folder.File("ca.pem"), folder.File("server.pem"), folder.File("server.key"), folder.File("other.pem"));
        File.WriteAllText(files.CaFile, ca.ExportCertificatePem());
        File.WriteAllText(files.OtherCaFile, other.ExportCertificatePem());
        File.WriteAllText(files.ServerFile, server.ExportCertificatePem());
        File.WriteAllText(files.ServerKeyFile, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, From.AddDays(20));
    }
}
