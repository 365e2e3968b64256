using System.Device.I2c;

namespace Estate.Adapters.Tests.Chips;

/// <summary>A PN532 as its manual has it answer on I2C, with a card in front of it or none, or taken from the bus.</summary>
internal sealed class ScriptedPn532 : I2cDevice
{
    private static readonly byte[] Acknowledge = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];

    private readonly Queue<byte[]> _answers = new();

    /// <summary>Its number; null for no card.</summary>
    internal volatile byte[]? Card;

    internal volatile bool IsGone;

    /// <summary>How often it was asked for a card.</summary>
    internal volatile int Questions;

    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x24);

    /// <summary>One byte asks whether there is an answer; more fetch it, behind that byte.</summary>
    public override void Read(Span<byte> buffer)
    {
        Check();
        buffer.Clear();
        if (_answers.Count == 0)
            return;
        buffer[0] = 1;
        // Who fetches too little never gets the rest.
        if (buffer.Length > 1 && _answers.Dequeue() is { } answer)
            answer.AsSpan(0, Math.Min(answer.Length, buffer.Length - 1)).CopyTo(buffer[1..]);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check();
        // To wake it up zeros are written.
        var start = buffer.IndexOf<byte>([0x00, 0xFF]);
        if (start < 0)
            return;
        _answers.Clear();
        Questions += buffer[start + 5] == 0x4A ? 1 : 0;
        _answers.Enqueue(Acknowledge);
        // Length, its complement, D4, and then the command.
        if (AnswerTo(buffer[start + 5]) is { } answer)
            _answers.Enqueue(Frame([0xD5, (byte)(buffer[start + 5] + 1), .. answer]));
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    /// <summary>GetFirmwareVersion, SetParameters, SAMConfiguration; InListPassiveTarget is silent while there is no card.</summary>
    private byte[]? AnswerTo(byte command) => command switch
    {
        0x02 => [0x32, 0x01, 0x06, 0x07],
        0x12 or 0x14 => [],
        0x4A => Card is { } number ? [0x01, 0x01, 0x00, 0x04, 0x08, (byte)number.Length, .. number] : null,
        _ => throw new NotSupportedException($"command {command:X2}"),
    };

    private static byte[] Frame(byte[] data)
    {
        var sum = 0;
        foreach (var one in data)
            sum += one;
        return [0x00, 0x00, 0xFF, (byte)data.Length, (byte)((256 - data.Length) & 0xFF), .. data, (byte)((256 - (sum & 0xFF)) & 0xFF),
            0x00];
    }

    private void Check()
    {
        if (IsGone)
            throw new IOException("Error 121. Remote I/O error");
    }
}
