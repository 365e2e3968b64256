namespace Estate.Adapters.Mqtt;

/// <summary>Follows where MQTT packets begin and end in the bytes of a broker, by their fixed headers; for one reader.</summary>
/// <param name="most">Bytes of a packet at most: the library makes room for what a header promises before any of it has come.</param>
internal sealed class PacketBounds(int most)
{
    private const int LengthDigits = 4;

    private int _left;
    private int _headerBytes;
    private int _length;

    internal bool IsBetweenPackets => _left == 0 && _headerBytes == 0;

    /// <exception cref="IOException">A packet is larger than it may be, or its length is none.</exception>
    internal void Follow(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = 1;
            if (_left > 0)
                _left -= count = Math.Min(_left, bytes.Length);
            else
                Header(bytes[0]);
            bytes = bytes[count..];
        }
    }

    private void Header(byte one)
    {
        if (_headerBytes++ == 0)
            return;
        var digit = _headerBytes - 2;
        if (digit == LengthDigits)
            throw new IOException("the broker sent a packet whose length is none");
        _length |= (one & 0x7f) << (7 * digit);
        if (_length > most)
            throw new IOException($"the broker sent a packet of more than {most} bytes");
        if (one >= 0x80)
            return;
        (_left, _length, _headerBytes) = (_length, 0, 0);
    }
}
