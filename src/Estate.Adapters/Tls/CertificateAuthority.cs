using System.Security.Cryptography.X509Certificates;

namespace Estate.Adapters.Tls;

/// <summary>Trust in the authorities of a PEM file instead of the system's; nobody is asked about revocation.</summary>
internal static class CertificateAuthority
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">The file holds no certificate.</exception>
    internal static X509ChainPolicy PolicyOf(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy;
    }
}
