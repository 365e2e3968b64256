using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Estate.TestKit;

/// <summary>A browser's end of Web Push: its keys, and what it reads of what was sent to it (RFC 8291 over RFC 8188).</summary>
public sealed class TestBrowser : IDisposable
{
    private const int SaltBytes = 16, LengthBytes = 4, PointBytes = 65, TagBytes = 16;

    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);

    public string P256dh => Base64Url.EncodeToString(PointOf(_key.ExportParameters(false)));
    public string Auth => Base64Url.EncodeToString(_auth);

    public void Dispose() => _key.Dispose();

    /// <summary>One record of aes128gcm: salt, record size, sender's key, text with its padding, tag.</summary>
    /// <exception cref="CryptographicException">It is not for this browser.</exception>
    public string Read(byte[] body)
    {
        var (salt, sender) = (body[..SaltBytes], body.AsSpan(SaltBytes + LengthBytes + 1, PointBytes).ToArray());
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = sender[1..33], Y = sender[33..] },
        });
        var shared = _key.DeriveRawSecretAgreement(other.PublicKey);
        byte[] about = [.. "WebPush: info\0"u8, .. PointOf(_key.ExportParameters(false)), .. sender];
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, _auth, about);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 12, salt, [.. "Content-Encoding: nonce\0"u8]);
        var record = body[(SaltBytes + LengthBytes + 1 + PointBytes)..];
        var text = new byte[record.Length - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(nonce, record.AsSpan(0, text.Length), record.AsSpan(text.Length), text);
        return Encoding.UTF8.GetString(text.AsSpan(0, Array.LastIndexOf(text, (byte)2)));
    }

    private static byte[] PointOf(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];
}
