using System.Buffers.Binary;

namespace Estate.Gateway.Backup;

/// <summary>
/// The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age has it: pieces of 64 KiB under ChaCha20-Poly1305,
/// whose nonce is the piece's number and whether it is the last. Pieces cannot change places, and an end that is missing is noticed.
/// </summary>
internal static class Sealing
{
    internal const int Piece = 64 * 1024, Tag = 16;
    private const int NonceBytes = 12;

    internal static void Nonce(Span<byte> nonce, long number, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[(NonceBytes - 1 - sizeof(long))..], number);
        nonce[NonceBytes - 1] = isLast ? (byte)1 : (byte)0;
    }

    internal static byte[] NewNonce() => new byte[NonceBytes];
}
