using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>What one message is read with: used again and again, by one thread at a time.</summary>
internal sealed class ProfileFrame
{
    private byte[] _own = [];

    internal ProfileFrame(int members, int parts, int fields)
    {
        (Members, Parts, Values) = (new CelValue[members], new (int, int)[parts], new(fields));
        Cel = new() { Subject = this };
    }

    internal CelFrame Cel { get; }

    /// <summary>Members of a JSON message by their places; of a text, the text itself at 0.</summary>
    internal CelValue[] Members { get; }

    /// <summary>Tagged parts by their places.</summary>
    internal (int At, int Length)[] Parts { get; }
    internal ReadingValues Values { get; }
    internal byte[] Bytes { get; private set; } = [];
    internal int Length { get; private set; }
    internal int Port { get; set; }
    internal DeviceSettings? Settings { get; set; }

    internal void Take(ReadOnlySpan<byte> bytes)
    {
        if (_own.Length < bytes.Length)
            _own = new byte[bytes.Length];
        bytes.CopyTo(_own);
        (Bytes, Length) = (_own, bytes.Length);
    }
}
