using System.Device.I2c;

namespace Estate.Adapters.Tests.Chips;

/// <summary>A chip that answers as its data sheet says, or nothing, or the same for ever.</summary>
internal abstract class ScriptedI2c : I2cDevice
{
    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x44);

    /// <summary>Taken from the bus.</summary>
    internal volatile bool IsGone;

    /// <summary>0 or 255 while the bus is held at that level; -1: it is not.</summary>
    internal volatile int HeldAt = -1;

    /// <summary>It was let go of.</summary>
    internal volatile bool IsClosed;

    public override void Read(Span<byte> buffer)
    {
        Check();
        if (HeldAt >= 0)
            buffer.Fill((byte)HeldAt);
        else
            Answer(buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check();
        OnWrite(buffer);
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }

    protected abstract void Answer(Span<byte> buffer);

    protected abstract void OnWrite(ReadOnlySpan<byte> buffer);

    private void Check()
    {
        if (IsGone)
            throw new IOException("Error 121. Remote I/O error");
    }
}

/// <summary>Registers of one or two bytes; the first byte written, or two, choose one.</summary>
internal class ScriptedRegisters(int width, Dictionary<int, int> values, int addressWidth = 1) : ScriptedI2c
{
    private int _register;

    /// <summary>A register that is as it is, whatever is written.</summary>
    internal HashSet<int> Fixed { get; init; } = [];

    protected override void Answer(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            var value = At(_register + (i / width));
            buffer[i] = (byte)((width == 2 && i % 2 == 0 ? value >> 8 : value) & 0xFF);
        }
    }

    /// <summary>What a register says.</summary>
    protected virtual int At(int register) => values.GetValueOrDefault(register);

    protected override void OnWrite(ReadOnlySpan<byte> buffer)
    {
        _register = addressWidth == 1 ? buffer[0] : buffer[0] << 8 | buffer[1];
        for (var i = addressWidth; i + width <= buffer.Length; i += width)
            if (_register + ((i - addressWidth) / width) is var register && !Fixed.Contains(register))
                values[register] = width == 1 ? buffer[i] : buffer[i] << 8 | buffer[i + 1];
    }
}

/// <summary>A SHT4x: a command, then two words with their checksums.</summary>
internal sealed class ScriptedSht4x : ScriptedI2c
{
    internal volatile int Temperature;

    internal volatile bool HasWrongChecksum;

    protected override void Answer(Span<byte> buffer)
    {
        Word(buffer, Temperature);
        Word(buffer[3..], 0x8000);
        if (HasWrongChecksum)
            buffer[2] ^= 0x10;
    }

    protected override void OnWrite(ReadOnlySpan<byte> buffer)
    {
    }

    private static void Word(Span<byte> buffer, int word)
    {
        (buffer[0], buffer[1]) = ((byte)(word >> 8), (byte)(word & 0xFF));
        buffer[2] = Checksum(buffer[..2]);
    }

    /// <summary>CRC-8 with the polynomial 0x31 from 0xFF; of 0xBEEF it is 0x92, says the data sheet.</summary>
    internal static byte Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xFF;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 0x80) != 0 ? (sum << 1 ^ 0x31) & 0xFF : sum << 1 & 0xFF;
        }
        return (byte)sum;
    }
}
