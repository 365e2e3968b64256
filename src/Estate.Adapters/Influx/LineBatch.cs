using System.Collections;
using System.Text;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines as they go over the wire, in pieces small enough for the youngest generation; each becomes a text only for who asks for it.
/// </summary>
internal sealed class LineBatch : IReadOnlyList<string>
{
    private const int PieceBytes = 32 * 1024, MaxBytesPerChar = 3;

    private readonly List<byte[]> _pieces = [];
    private readonly List<int> _usedOf = [];
    private readonly List<(int Piece, int Start, int Length)> _lines = [];

    public int Count => _lines.Count;

    public string this[int index] =>
        _lines[index] is var (piece, start, length) ? Encoding.UTF8.GetString(_pieces[piece], start, length) : "";

    /// <summary>Bytes, with a line break between two lines.</summary>
    internal long Length => Math.Max(0, _usedOf.Sum(used => (long)used) - 1);

    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Room for the next line, to be filled from its beginning.</summary>
    internal Span<byte> Reserve(int most)
    {
        if (_pieces.Count == 0 || _pieces[^1].Length - _usedOf[^1] <= most)
        {
            _pieces.Add(new byte[Math.Max(PieceBytes, most + 1)]);
            _usedOf.Add(0);
        }
        return _pieces[^1].AsSpan(_usedOf[^1], most);
    }

    /// <summary>So much of what was reserved is the line.</summary>
    internal void Add(int length)
    {
        var used = _usedOf[^1];
        _lines.Add((_pieces.Count - 1, used, length));
        _pieces[^1][used + length] = (byte)'\n';
        _usedOf[^1] = used + length + 1;
    }

    internal void Add(StringBuilder line)
    {
        var room = Reserve(line.Length * MaxBytesPerChar);
        var length = 0;
        foreach (var piece in line.GetChunks())
            length += Encoding.UTF8.GetBytes(piece.Span, room[length..]);
        Add(length);
    }

    internal async Task WriteToAsync(Stream stream)
    {
        for (var i = 0; i < _pieces.Count; i++)
            await stream.WriteAsync(_pieces[i].AsMemory(0, _usedOf[i] - (i == _pieces.Count - 1 ? 1 : 0)));
    }
}
