using System.Security.Cryptography;

namespace Estate.Adapters.District;

/// <summary>The public key that the district's proposals are signed with: ECDSA over P-256, as a PEM file.</summary>
public sealed class ProposalKey : IDisposable
{
    private const int P256Bits = 256;

    private readonly ECDsa _key;

    /// <exception cref="ArgumentException">It is no such key.</exception>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public ProposalKey(string pem)
    {
        _key = ECDsa.Create();
        _key.ImportFromPem(pem);
        if (_key.KeySize != P256Bits)
            throw new ArgumentException("not a key of P-256", nameof(pem));
        Id = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    /// <summary>The beginning of its SHA-256.</summary>
    public string Id { get; }

    internal bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        _key.VerifyData(signed, signature, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();
}
