using System.Buffers.Text;
using System.Security.Cryptography;

namespace Estate.Adapters.Notify;

/// <summary>Where one browser of one person listens: an address at its maker's push service, and keys for what is sent there.</summary>
public sealed record PushAddress(string Endpoint, string P256dh, string Auth)
{
    private const int PointBytes = 65, SecretBytes = 16, MaxEndpoint = 1_000;

    private static readonly string[] Services =
        ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"];

    private static readonly string[] ServicesBelow = [".push.apple.com", ".notify.windows.com", ".push.services.mozilla.com"];

    /// <summary>The gateway posts there: only to push services, never to an address that somebody made up.</summary>
    /// <param name="own">A push service of one's own, beside the browsers' makers'.</param>
    public bool IsAt(Uri? own) => Endpoint.Length <= MaxEndpoint && Uri.TryCreate(Endpoint, UriKind.Absolute, out var url)
        && ((url.Scheme == Uri.UriSchemeHttps && IsKnown(url.Host)) || own?.IsBaseOf(url) == true)
        && IsPoint(Decoded(P256dh)) && Decoded(Auth).Length == SecretBytes;

    private static bool IsKnown(string host) =>
        Services.Contains(host) || ServicesBelow.Any(end => host.EndsWith(end, StringComparison.Ordinal));

    private static bool IsPoint(byte[] key)
    {
        if (key is not [4, ..] || key.Length != PointBytes)
            return false;
        try
        {
            using var read = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = key[1..33], Y = key[33..] },
            });
            return true;
        }
        catch (CryptographicException)
        {
            // Not on the curve.
            return false;
        }
    }

    private static byte[] Decoded(string text) => text.Length <= 200 && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
}
