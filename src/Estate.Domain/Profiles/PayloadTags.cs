namespace Estate.Domain.Profiles;

/// <summary>Where the tagged parts of a payload lie: a tag, perhaps a length, the value, again and again.</summary>
internal sealed class PayloadTags(TagsSource layout, IReadOnlyDictionary<int, int> lengths)
{
    private int[] _wanted = [];

    internal int Count => _wanted.Length;

    /// <summary>The place of a tag that an expression names.</summary>
    internal int PlaceOf(int tag)
    {
        if (!_wanted.Contains(tag))
            _wanted = [.. _wanted, tag];
        return Array.IndexOf(_wanted, tag);
    }

    internal bool Knows(int tag) => layout.LengthBytes > 0 || lengths.ContainsKey(tag);

    /// <summary>
    /// The parts' offset and length by place; length -1 where there is none. A tag whose length nobody knows ends the walk.
    /// </summary>
    /// <returns>False where a part reaches beyond the end: then these bytes are something else.</returns>
    internal bool Find(ReadOnlySpan<byte> bytes, (int At, int Length)[] parts)
    {
        Array.Fill(parts, (0, -1));
        var end = bytes.Length + layout.Until;
        for (var at = layout.From; at < end;)
        {
            var value = at + layout.TagBytes + layout.LengthBytes;
            if (value > end)
                return false;
            var tag = Number(bytes.Slice(at, layout.TagBytes));
            var length = layout.LengthBytes > 0 ? Number(bytes.Slice(at + layout.TagBytes, layout.LengthBytes))
                : lengths.GetValueOrDefault(tag, -1);
            if (length < 0)
                return true;
            if (value + length > end)
                return false;
            if (_wanted.AsSpan().IndexOf(tag) is >= 0 and var place)
                parts[place] = (value, length);
            at = value + length;
        }
        return end >= layout.From;
    }

    private static int Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0;
        foreach (var one in bytes)
            number = (number << 8) | one;
        return number;
    }
}
