namespace Estate.Domain.Devices;

/// <summary>The values of one reading, by their place in its shape; used again and again. What was not said is null.</summary>
internal sealed class ReadingValues
{
    private readonly (bool IsSaid, double Number, string? Word)[] _values;

    internal ReadingValues(int count) => _values = new (bool, double, string?)[count];

    /// <summary>Something was said.</summary>
    public bool HasAny { get; private set; }

    public double? Number(int index) => _values[index] is { IsSaid: true, Number: var number } ? number : null;

    public int? Whole(int index) => (int?)Number(index);

    public bool? Flag(int index) => _values[index] is { IsSaid: true, Number: var number } ? number != 0 : null;

    /// <summary>It was said, and is so.</summary>
    public bool Is(int index) => _values[index] is { IsSaid: true, Number: not 0 };

    public string? Word(int index) => _values[index].Word;

    internal void Clear()
    {
        Array.Clear(_values);
        HasAny = false;
    }

    internal void Set(int index, double number) => Put(index, number, null);

    internal void Set(int index, bool flag) => Put(index, flag ? 1 : 0, null);

    internal void Set(int index, string word) => Put(index, 0, word);

    private void Put(int index, double number, string? word)
    {
        _values[index] = (true, number, word);
        HasAny = true;
    }
}
