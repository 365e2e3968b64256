using System.Runtime.CompilerServices;

namespace Estate.Adapters.Storage.Totals;

/// <summary>Numbers of participants, each once. Packed: ascending, each as its distance from the one before, seven bits a byte.</summary>
internal sealed class ParticipantSet
{
    /// <summary>No estate has so many households; what is beyond was damaged.</summary>
    private const int MaxNumber = 1 << 20;
    private const int BitsOfAWord = 64, BitsOfAByte = 7, MaxBits = 21;

    private ulong[] _words = new ulong[32];

    internal ParticipantSet(ReadOnlySpan<byte> packed = default) => Add(packed);

    internal int Count { get; private set; }

    internal IEnumerable<int> Numbers
    {
        get
        {
            for (var i = 0; i < _words.Length; i++)
                for (var left = _words[i]; left != 0; left &= left - 1)
                    yield return (i * BitsOfAWord) + System.Numerics.BitOperations.TrailingZeroCount(left);
        }
    }

    internal bool Contains(int number) =>
        (uint)(number / BitsOfAWord) < (uint)_words.Length && (_words[number / BitsOfAWord] & (1UL << (number % BitsOfAWord))) != 0;

    /// <summary>Once; a number that cannot be is left out.</summary>
    internal void Add(int number)
    {
        if (number is < 0 or > MaxNumber || Contains(number))
            return;
        var word = number / BitsOfAWord;
        if (word >= _words.Length)
            Array.Resize(ref _words, Math.Max(word + 1, 2 * _words.Length));
        _words[word] |= 1UL << (number % BitsOfAWord);
        Count++;
    }

    // A year is half a million numbers: one loop that calls nothing, compiled well from the first question on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(ReadOnlySpan<byte> packed)
    {
        var (number, distance, shift) = (0, 0, 0);
        foreach (var part in packed)
        {
            distance |= (part & 0x7f) << shift;
            shift += BitsOfAByte;
            // What follows, the disk has damaged.
            if (shift > MaxBits || number + distance > MaxNumber)
                return;
            if (part >= 0x80)
                continue;
            number += distance;
            (distance, shift) = (0, 0);
            var (word, bit) = (number / BitsOfAWord, 1UL << (number % BitsOfAWord));
            if (word >= _words.Length)
                Array.Resize(ref _words, Math.Max(word + 1, 2 * _words.Length));
            if ((_words[word] & bit) == 0)
            {
                _words[word] |= bit;
                Count++;
            }
        }
    }

    internal void Add(ParticipantSet other)
    {
        if (other._words.Length > _words.Length)
            Array.Resize(ref _words, other._words.Length);
        Count = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            if (i < other._words.Length)
                _words[i] |= other._words[i];
            Count += System.Numerics.BitOperations.PopCount(_words[i]);
        }
    }

    internal void Clear()
    {
        Array.Clear(_words);
        Count = 0;
    }

    /// <summary>Takes out those who are in another set.</summary>
    /// <returns>How many there were.</returns>
    internal int Remove(ReadOnlySpan<byte> packed)
    {
        var before = Count;
        foreach (var number in new ParticipantSet(packed).Numbers.Where(Contains))
        {
            _words[number / BitsOfAWord] &= ~(1UL << (number % BitsOfAWord));
            Count--;
        }
        return before - Count;
    }

    internal byte[] Pack()
    {
        var packed = new List<byte>(Count + 4);
        var last = 0;
        foreach (var number in Numbers)
        {
            var distance = (uint)(number - last);
            for (; distance >= 1 << BitsOfAByte; distance >>= BitsOfAByte)
                packed.Add((byte)(0x80 | (distance & 0x7f)));
            packed.Add((byte)distance);
            last = number;
        }
        return [.. packed];
    }
}
