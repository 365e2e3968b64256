using System.Device.Spi;

namespace Estate.Adapters.Tests.Chips;

/// <summary>
/// A MFRC522 as its data sheet has it on SPI, with a card of four bytes in front of it or none, or nothing at all on the bus.
/// </summary>
internal sealed class ScriptedMfrc522 : SpiDevice
{
    private const int Command = 0x01, Interrupts = 0x04, Divided = 0x05, Fifo = 0x09, Level = 0x0A, Framing = 0x0D;

    private readonly byte[] _registers = new byte[64];
    private readonly List<byte> _fifo = [];

    internal volatile byte[]? Card;

    /// <summary>What a bus reads on which nothing is: 0x00 or 0xFF; null: the chip is there.</summary>
    internal volatile object? Nothing;

    internal ScriptedMfrc522() => _registers[0x37] = 0x92;

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    /// <summary>The first byte is the register, shifted by one, the highest bit set for reading; what follows is as many values.</summary>
    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        if (Nothing is byte level)
        {
            readBuffer.Fill(level);
            return;
        }
        var register = writeBuffer[0] >> 1 & 0x3F;
        for (var i = 1; i < writeBuffer.Length; i++)
            if ((writeBuffer[0] & 0x80) != 0)
                readBuffer[i] = Read(register);
            else
                Put(register, writeBuffer[i]);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => TransferFullDuplex(buffer, new byte[buffer.Length]);

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    private byte Read(int register)
    {
        if (register == Level)
            return (byte)_fifo.Count;
        if (register != Fifo)
            return _registers[register];
        var first = _fifo.FirstOrDefault();
        _fifo.RemoveRange(0, Math.Min(1, _fifo.Count));
        return first;
    }

    private void Put(int register, byte value)
    {
        switch (register)
        {
            case Level when (value & 0x80) != 0:
                _fifo.Clear();
                break;
            case Fifo:
                _fifo.Add(value);
                break;
            case Command when value == 0x03:
                (_registers[0x22], _registers[0x21]) = Checksum(_fifo);
                _registers[Divided] |= 0x04;
                break;
            case Interrupts:
                // The highest bit says whether the others are set or cleared.
                _registers[Interrupts] = (byte)(
                    (value & 0x80) != 0 ? _registers[Interrupts] | (value & 0x7F) : _registers[Interrupts] & ~value);
                break;
            case Framing when (value & 0x80) != 0 && (_registers[Command] & 0x0F) == 0x0C:
                Exchange();
                break;
            default:
                _registers[register] = value;
                break;
        }
    }

    /// <summary>What the card says to what is in the FIFO; without one the timer runs out.</summary>
    private void Exchange()
    {
        byte[] sent = [.. _fifo];
        _fifo.Clear();
        if (Card is not { } number)
        {
            _registers[Interrupts] = 0x01;
            return;
        }
        var check = (byte)(number[0] ^ number[1] ^ number[2] ^ number[3]);
        _fifo.AddRange(sent switch
        {
            [0x26] or [0x52] => [0x04, 0x00],
            [0x93, 0x20] => [.. number, check],
            [0x93, 0x70, ..] => [0x08, Checksum([0x08]).Low, Checksum([0x08]).High],
            _ => throw new NotSupportedException(Convert.ToHexString(sent)),
        });
        _registers[Interrupts] = 0x30;
    }

    /// <summary>CRC_A of ISO 14443-3.</summary>
    private static (byte Low, byte High) Checksum(IReadOnlyList<byte> bytes)
    {
        var sum = 0x6363;
        foreach (var one in bytes)
        {
            var mixed = (one ^ sum) & 0xFF;
            mixed = (mixed ^ mixed << 4) & 0xFF;
            sum = (sum >> 8 ^ mixed << 8 ^ mixed << 3 ^ mixed >> 4) & 0xFFFF;
        }
        return ((byte)(sum & 0xFF), (byte)(sum >> 8));
    }
}
