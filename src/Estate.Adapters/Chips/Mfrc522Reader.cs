using System.Device.Spi;
using Iot.Device.Mfrc522;

namespace Estate.Adapters.Chips;

/// <summary>A MFRC522 on an SPI bus, for cards of ISO 14443 type A. To the library a chip that is gone is the same as no card.</summary>
internal sealed class Mfrc522Reader : IReaderChip
{
    private const byte ReadVersion = 0x37 << 1 | 0x80;

    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(50);

    private readonly SpiDevice _device;
    private readonly MfRc522 _chip;

    internal Mfrc522Reader(SpiDevice device)
    {
        _device = device;
        Check();
        _chip = new(device);
    }

    public static SpiConnectionSettings Settings(int bus, int select) =>
        new(bus, select) { ClockFrequency = 5_000_000, Mode = SpiMode.Mode0 };

    public string? Scan()
    {
        if (_chip.ListenToCardIso14443TypeA(out var card, Within) && card.NfcId is { Length: > 0 } number)
            return Convert.ToHexString(number);
        Check();
        return null;
    }

    public void Dispose() => _chip.Dispose();

    /// <summary>Originals say 0x91 or 0x92, copies something else; nothing says all bits alike.</summary>
    private void Check()
    {
        Span<byte> answer = stackalloc byte[2];
        _device.TransferFullDuplex([ReadVersion, 0], answer);
        if (answer[1] is 0x00 or 0xFF)
            throw new IOException($"nothing answers there (its version reads 0x{answer[1]:x2})");
    }
}
