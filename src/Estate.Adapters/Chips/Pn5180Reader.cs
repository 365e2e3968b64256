using System.Device.Spi;
using Estate.Adapters.Gpio;
using Iot.Device.Pn5180;

namespace Estate.Adapters.Chips;

/// <summary>
/// A PN5180 on an SPI bus, for cards of ISO 14443 type A; its NSS, BUSY and RST are lines. To the library a chip that is gone is the
/// same as no card, after seconds in which it keeps a processor busy, so it is asked for its version before each question.
/// </summary>
internal sealed class Pn5180Reader : IReaderChip
{
    private const int Select = 0;
    private const int Busy = 1;
    private const int Reset = 2;

    private const byte ReadEeprom = 0x07;
    private const byte ProductVersion = 0x10;

    /// <summary>The library waits by the wall clock, which can be set back; so it is asked once a call.</summary>
    private const int NoLonger = int.MinValue;

    private static readonly TimeSpan Boot = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestBusy = TimeSpan.FromMilliseconds(50);

    private readonly SpiDevice _device;
    private readonly ChipLines _lines;
    private readonly Pn5180 _chip;

    internal Pn5180Reader(SpiDevice device, ChipLines lines)
    {
        (_device, _lines) = (device, lines);
        lines.OpenOutput(Select, high: true);
        lines.OpenInput(Busy);
        lines.OpenOutput(Reset);
        Task.Delay(Boot, TimeProvider.System).Wait();
        lines.Drive(Reset, true);
        Task.Delay(Boot, TimeProvider.System).Wait();
        Check();
        _chip = new(device, lines.OffsetOf(Busy), lines.OffsetOf(Select), lines.Controller, shouldDispose: false);
    }

    public static SpiConnectionSettings Settings(int bus, int select) =>
        new(bus, select) { ClockFrequency = Pn5180.MaximumSpiClockFrequency, Mode = Pn5180.DefaultSpiMode };

    /// <summary>A card that was read lets every second call pass in silence, which is no card that has gone.</summary>
    public string? Scan()
    {
        Check();
        return _chip.ListenToCardIso14443TypeA(
            TransmitterRadioFrequencyConfiguration.Iso14443A_Nfc_PI_106_106,
            ReceiverRadioFrequencyConfiguration.Iso14443A_Nfc_PI_106_106,
            out var card,
            NoLonger) && card.NfcId is { Length: > 0 } number
            ? Convert.ToHexString(number) : null;
    }

    /// <summary>Its field is switched off where it still answers.</summary>
    public void Dispose()
    {
        try
        {
            Check();
            _chip.Dispose();
        }
        catch (IOException)
        {
            // Gone, and its field with it.
        }
        _lines.Dispose();
        _device.Dispose();
    }

    /// <summary>A bus held high or low, or a wire that is off, must not pass for a reader without a card.</summary>
    private void Check()
    {
        Span<byte> version = stackalloc byte[2];
        Begin();
        _device.Write([ReadEeprom, ProductVersion, (byte)version.Length]);
        End();
        Begin();
        _device.TransferFullDuplex([0xFF, 0xFF], version);
        End();
        if (version is [0x00, 0x00] or [0xFF, 0xFF])
            throw new IOException($"nothing answers there (its version reads 0x{version[1]:x2}{version[0]:x2})");
    }

    private void Begin()
    {
        AwaitBusy(false);
        _lines.Drive(Select, false);
    }

    private void End()
    {
        AwaitBusy(true);
        _lines.Drive(Select, true);
    }

    private void AwaitBusy(bool isHigh)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_lines.IsHigh(Busy) != isHigh)
            if (TimeProvider.System.GetElapsedTime(began) > LongestBusy)
                throw new IOException($"its BUSY line stays {(isHigh ? "low" : "high")}");
    }
}
