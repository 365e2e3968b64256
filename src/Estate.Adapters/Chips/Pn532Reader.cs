using System.Device.I2c;
using Iot.Device.Pn532;
using Iot.Device.Pn532.ListPassive;

namespace Estate.Adapters.Chips;

/// <summary>A PN532 on an I2C bus, for cards of ISO 14443 type A.</summary>
internal sealed class Pn532Reader(I2cDevice device) : IReaderChip
{
    /// <summary>The chip does not answer while it is busy; one that is gone never does.</summary>
    private const int MaxSilences = 5;

    private readonly Pn532 _chip = new(device);
    private int _silences;

    /// <summary>A card's answer begins with how many there are; the library decodes what follows.</summary>
    public string? Scan()
    {
        if (_chip.ListPassiveTarget(MaxTarget.One, TargetBaudRate.B106kbpsTypeA) is { Length: > 1 } answer)
            return _chip.TryDecode106kbpsTypeA(answer.AsSpan(1)) is { NfcId: { Length: > 0 } number } ? Convert.ToHexString(number) : null;
        Probe();
        return null;
    }

    public void Dispose() => _chip.Dispose();

    /// <summary>To the library no chip is the same as no card.</summary>
    private void Probe()
    {
        try
        {
            device.ReadByte();
            _silences = 0;
        }
        catch (IOException) when (++_silences < MaxSilences)
        {
            // Perhaps busy.
        }
    }
}
