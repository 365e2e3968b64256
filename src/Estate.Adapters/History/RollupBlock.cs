using System.IO.Compression;

namespace Estate.Adapters.History;

/// <summary>Of one series, a row of time slots: for each field how many values a slot had, their sum, the least and the most.</summary>
internal sealed class RollupBlock(int fields, int slots)
{
    private const int Width = 4, Count = 0, Sum = 1, Min = 2, Max = 3;

    private readonly double[] _cells = new double[fields * slots * Width];

    internal int Slots => slots;

    /// <summary>So many values were counted.</summary>
    internal long Values => (long)_cells.Where((_, at) => at % Width == Count).Sum();

    internal void Add(int slot, int field, double value) => Add(slot, field, 1, value, value, value);

    /// <summary>Null where a slot has no value.</summary>
    internal (double Mean, double Least, double Most)? At(int slot, int field)
    {
        var at = Place(slot, field);
        return _cells[at + Count] == 0 ? null : (_cells[at + Sum] / _cells[at + Count], _cells[at + Min], _cells[at + Max]);
    }

    /// <summary>
    /// Puts all of another block of the same fields into this one, its slots from <paramref name="first"/> on, so many of them into one.
    /// </summary>
    internal void MergeFrom(RollupBlock other, int first, int intoOne)
    {
        for (var slot = 0; slot < other.Slots; slot++)
            for (var field = 0; field < fields; field++)
                if (other.Place(slot, field) is var at && other._cells[at + Count] > 0 && first + (slot / intoOne) is >= 0 and var mine
                    && mine < slots)
                    Add(mine, field, other._cells[at + Count], other._cells[at + Sum], other._cells[at + Min], other._cells[at + Max]);
    }

    internal byte[] Encode()
    {
        var bytes = new byte[_cells.Length * sizeof(double)];
        Buffer.BlockCopy(_cells, 0, bytes, 0, bytes.Length);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Also one that was written before some of the fields were known; the new ones stand behind.</summary>
    /// <returns>Null where the bytes are not those of so many slots.</returns>
    internal static RollupBlock? Decode(byte[] packed, int fields, int slots)
    {
        var block = new RollupBlock(fields, slots);
        var bytes = new byte[block._cells.Length * sizeof(double)];
        try
        {
            using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
            var length = brotli.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length == 0 || length % (slots * Width * sizeof(double)) != 0)
                return null;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
        Buffer.BlockCopy(bytes, 0, block._cells, 0, bytes.Length);
        return block;
    }

    private void Add(int slot, int field, double count, double sum, double least, double most)
    {
        var at = Place(slot, field);
        var isFirst = _cells[at + Count] == 0;
        _cells[at + Count] += count;
        _cells[at + Sum] += sum;
        _cells[at + Min] = isFirst ? least : Math.Min(_cells[at + Min], least);
        _cells[at + Max] = isFirst ? most : Math.Max(_cells[at + Max], most);
    }

    private int Place(int slot, int field) => ((field * slots) + slot) * Width;
}
