using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Estate.Domain.Points;

/// <summary>
/// Transfer ids derived from what the transfer is for (UUID version 5, RFC 9562), so that the same award or the same
/// resolution cannot exist twice, whoever computes it and however often.
/// </summary>
public static class TransferIds
{
    private static readonly Guid Namespace = new("6f0d7c1e-3f0b-5f0e-9d36-6a1f5c0b7a41");

    public static Guid Award(string programme, string household, LocalDate date, string window) =>
        From($"award/{programme}/{household}/{LocalDatePattern.Iso.Format(date)}/{window}");

    public static Guid Reservation(string household, Instant at, string by) =>
        From(string.Create(CultureInfo.InvariantCulture, $"reserve/{household}/{at.ToUnixTimeTicks()}/{by}"));

    /// <summary>Post and void share this id: a reservation ends once.</summary>
    public static Guid Resolution(Guid reservation) => From($"resolve/{reservation:D}");

    public static Guid Correction(string proposal) => From("correct/" + proposal);

    internal static Guid From(string name)
    {
        Span<byte> input = stackalloc byte[16 + 512];
        Namespace.TryWriteBytes(input, bigEndian: true, out _);
        var length = 16 + Encoding.UTF8.GetBytes(name, input[16..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Version 5 is defined on SHA-1; it names, it does not protect.
        SHA1.HashData(input[..length], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
