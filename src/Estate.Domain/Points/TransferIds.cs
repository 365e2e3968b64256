using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Estate.Domain.Points;

/// <summary>
/// Transfer ids derived from what the transfer is for (UUID version 8, RFC 9562), so that the same award or the same
/// resolution cannot exist twice, whoever computes it and however often. The day comes first, so that ids of one day lie
/// together in the store's index and an award costs the same after ten years as on the first day.
/// </summary>
public static class TransferIds
{
    public static Guid Award(string programme, string household, LocalDate date, string window) =>
        From(date, string.Create(
            CultureInfo.InvariantCulture, $"award/{programme}/{household}/{date.Year:D4}-{date.Month:D2}-{date.Day:D2}/{window}"));

    public static Guid Reservation(string household, Instant at, string by) =>
        From(at.InUtc().Date, string.Create(CultureInfo.InvariantCulture, $"reserve/{household}/{at.ToUnixTimeTicks()}/{by}"));

    /// <summary>Post and void share this id: a reservation ends once.</summary>
    public static Guid Resolution(Transfer reservation) => From(reservation.At.InUtc().Date, $"resolve/{reservation.Id:D}");

    /// <summary>A roll comes back once.</summary>
    public static Guid Undo(Transfer reservation) => From(reservation.At.InUtc().Date, $"undo/{reservation.Id:D}");

    public static Guid Correction(string programme, string proposal, LocalDate date) => From(date, $"correct/{programme}/{proposal}");

    /// <summary>Lower bound of all ids of a day and later.</summary>
    public static Guid FirstOf(LocalDate date)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, DayNumber(date));
        return new Guid(bytes, bigEndian: true);
    }

    private static Guid From(LocalDate date, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        BinaryPrimitives.WriteUInt32BigEndian(hash, DayNumber(date));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static uint DayNumber(LocalDate date) => (uint)Math.Max(0, Period.DaysBetween(new LocalDate(1970, 1, 1), date));
}
