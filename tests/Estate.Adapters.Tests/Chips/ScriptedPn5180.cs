using System.Buffers.Binary;
using System.Device.Spi;
using Estate.Adapters.Tests.Gpio;

namespace Estate.Adapters.Tests.Chips;

/// <summary>What is wrong with a PN5180: a line or wire that stays as it is.</summary>
public enum Pn5180Fault
{
    None,
    BusyLow,
    BusyHigh,
    AnswerLow,
    AnswerHigh,
}

/// <summary>
/// A PN5180 as its data sheet has it: a frame while NSS (line 6) is low, BUSY (7) high from its end until NSS is high again, its answer
/// in a frame of its own; RST is line 1. In front of it a card of four or seven bytes, or none.
/// </summary>
internal sealed class ScriptedPn5180 : SpiDevice
{
    private const int Reset = 1, Select = 6, Busy = 7;
    private const int SystemConfig = 0x00, ReceiveCrc = 0x12, ReceiveStatus = 0x13, TransmitCrc = 0x19;
    private const int Transceive = 3;

    private readonly ScriptedDriver _lines;
    private readonly uint[] _registers = new uint[64];
    private readonly Queue<byte> _answer = new();
    private byte[] _received = [];
    private volatile byte[]? _card;
    private byte[]? _known;
    private int? _level;
    private bool _isActive;
    private volatile Pn5180Fault _fault;
    private volatile Pn5180Fault _next;

    internal ScriptedPn5180(ScriptedDriver lines)
    {
        _lines = lines;
        lines.Driven = Driven;
    }

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0);

    /// <summary>Its number; null for none.</summary>
    internal byte[]? Card { set => _card = value; }

    /// <summary>From the next time that its version is asked for; none at once.</summary>
    internal Pn5180Fault Fault
    {
        set
        {
            _next = value;
            if (value != Pn5180Fault.None)
                return;
            _fault = value;
            _lines.Set(Busy, false);
        }
    }

    internal volatile bool HasField;

    internal volatile int Resets;

    internal volatile bool IsClosed;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckSelected();
        _answer.Clear();
        OnFrame(buffer);
        GetBusy();
    }

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        CheckSelected();
        for (var i = 0; i < readBuffer.Length; i++)
            readBuffer[i] = _fault switch
            {
                Pn5180Fault.AnswerLow => 0x00,
                Pn5180Fault.AnswerHigh => 0xFF,
                _ => _answer.TryDequeue(out var next) ? next : throw new InvalidOperationException("read beyond the answer"),
            };
        GetBusy();
    }

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsClosed = true;
        base.Dispose(disposing);
    }

    private void Driven(int pin, bool high)
    {
        if (pin == Select && high && _fault != Pn5180Fault.BusyHigh)
            _lines.Set(Busy, false);
        if (pin != Reset || !high)
            return;
        Array.Clear(_registers);
        (HasField, Resets) = (false, Resets + 1);
    }

    private void CheckSelected()
    {
        if (_lines.IsHigh(Select))
            throw new InvalidOperationException("NSS is high");
    }

    private void GetBusy()
    {
        if (_fault != Pn5180Fault.BusyLow)
            _lines.Set(Busy, true);
    }

    private void OnFrame(ReadOnlySpan<byte> frame)
    {
        switch (frame)
        {
            case [0x00, var register, ..] when frame.Length == 6:
                _registers[register] = Word(frame);
                break;
            case [0x01, var register, ..] when frame.Length == 6:
                _registers[register] |= Word(frame);
                break;
            case [0x02, var register, ..] when frame.Length == 6:
                _registers[register] &= Word(frame);
                break;
            case [0x04, var register]:
                var value = register == ReceiveStatus ? (uint)_received.Length : _registers[register];
                Answer([(byte)(value & 0xFF), (byte)(value >> 8 & 0xFF), (byte)(value >> 16 & 0xFF), (byte)(value >> 24)]);
                break;
            case [0x07, 0x10, var length]:
                _fault = _next;
                Answer(((ReadOnlySpan<byte>)[0x00, 0x04, 0x0C, 0x03, 0x09, 0x03])[..length]);
                break;
            case [0x09, var bits, .. var data]:
                _received = (_registers[SystemConfig] & 7) == Transceive && HasField ? Exchange(bits, data.ToArray()) : [];
                break;
            case [0x0A, 0x00]:
                Answer(_received);
                break;
            // Type A at 106 kbit/s, both ways.
            case [0x11, 0x00, 0x80]:
                break;
            case [0x16 or 0x17, 0x00]:
                HasField = frame[0] == 0x16;
                break;
            default:
                throw new NotSupportedException(Convert.ToHexString(frame));
        }
    }

    private static uint Word(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt32LittleEndian(frame[2..]);

    private void Answer(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
            _answer.Enqueue(one);
    }

    /// <summary>
    /// The card's answer, ISO 14443-3: it is called, tells its number level by level, and is chosen; anything else silences it.
    /// </summary>
    private byte[] Exchange(int bits, byte[] sent)
    {
        var card = _card;
        if (card != _known)
            (_known, _level, _isActive) = (card, null, false);
        if (card is null)
            return [];
        var hasChecksum = (_registers[TransmitCrc] & _registers[ReceiveCrc] & 1) != 0;
        byte[][] parts = card.Length == 4 ? [card] : [[0x88, .. card[..3]], card[3..]];
        switch (sent)
        {
            case [0x26] when bits == 7 && !hasChecksum && !_isActive:
                _level = 0;
                return [(byte)(card.Length == 4 ? 0x04 : 0x44), 0x00];
            case [var select, 0x20] when !hasChecksum && _level is { } level && select == 0x93 + (2 * level):
                return [.. parts[level], Check(parts[level])];
            case [var select, 0x70, .. var number] when hasChecksum && _level is { } level && select == 0x93 + (2 * level)
                && number.AsSpan().SequenceEqual([.. parts[level], Check(parts[level])]):
                _isActive = level == parts.Length - 1;
                _level = _isActive ? null : level + 1;
                return [(byte)(_isActive ? 0x08 : 0x04)];
            default:
                (_level, _isActive) = (null, false);
                return [];
        }
    }

    private static byte Check(byte[] part) => (byte)(part[0] ^ part[1] ^ part[2] ^ part[3]);
}
