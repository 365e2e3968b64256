using System.Collections;
using System.Text;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines as they go over the wire, in pieces small enough for the youngest generation; each becomes a text only for who asks for it.
/// </summary>
internal sealed class LineBatch : IReadOnlyList<string>
{
    private const int PieceBytes = 64 * 1024, MaxBytesPerChar = 3;

    private readonly List<(byte[] Bytes, int FirstLine)> _pieces = [];

    /// <summary>Where each line ends in its piece; the next begins behind its line break.</summary>
    private readonly List<int> _ends = [];
    private int _used;
    private long _written;

    internal static LineBatch Of(IEnumerable<string> lines)
    {
        var batch = new LineBatch();
        foreach (var line in lines)
            batch.Add(Encoding.UTF8.GetBytes(line, batch.Reserve(line.Length * MaxBytesPerChar)));
        return batch;
    }

    public int Count => _ends.Count;

    /// <summary>Bytes, with a line break between two lines.</summary>
    internal long Length => Math.Max(0, _written - 1);

    public string this[int index]
    {
        get
        {
            var (bytes, first) = _pieces[_pieces.FindLastIndex(piece => piece.FirstLine <= index)];
            var start = index == first ? 0 : _ends[index - 1] + 1;
            return Encoding.UTF8.GetString(bytes, start, _ends[index] - start);
        }
    }

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Room for the next line, to be filled from its beginning.</summary>
    internal Span<byte> Reserve(int most)
    {
        if (_pieces.Count == 0 || _pieces[^1].Bytes.Length - _used <= most)
        {
            _pieces.Add((GC.AllocateUninitializedArray<byte>(Math.Max(PieceBytes, most + 1)), Count));
            _used = 0;
        }
        return _pieces[^1].Bytes.AsSpan(_used, most);
    }

    /// <summary>So much of what was reserved is the line.</summary>
    internal void Add(int length)
    {
        _used += length;
        _ends.Add(_used);
        _pieces[^1].Bytes[_used++] = (byte)'\n';
        _written += length + 1;
    }

    internal async Task WriteToAsync(Stream stream)
    {
        for (var i = 0; i < _pieces.Count; i++)
        {
            var isLast = i == _pieces.Count - 1;
            var end = isLast ? _ends.Count : _pieces[i + 1].FirstLine;
            if (end > _pieces[i].FirstLine)
                await stream.WriteAsync(_pieces[i].Bytes.AsMemory(0, _ends[end - 1] + (isLast ? 0 : 1)));
        }
    }
}
