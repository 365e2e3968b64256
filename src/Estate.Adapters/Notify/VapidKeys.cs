using System.Buffers.Text;
using System.Security.Cryptography;

namespace Estate.Adapters.Notify;

/// <summary>By what push services know this gateway again (RFC 8292): a P-256 key, and whom they may write to.</summary>
public sealed record VapidKeys(string Public, string Private, string Contact)
{
    /// <param name="secret">As <see cref="Make"/> wrote it; null where it is not.</param>
    public static VapidKeys? TryParse(string? secret, string contact) =>
        secret?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var open, var hidden]
            ? new(open, hidden, "mailto:" + contact) : null;

    /// <summary>New ones, in one line.</summary>
    public static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = key.ExportParameters(includePrivateParameters: true);
        return Base64Url.EncodeToString((byte[])[4, .. parts.Q.X!, .. parts.Q.Y!]) + " " + Base64Url.EncodeToString(parts.D!);
    }
}
