namespace Estate.Domain.Rules.Cel;

/// <summary>A map in the order it was written. Numbers that are equal are one key, whatever their type.</summary>
internal sealed class CelMap
{
    private readonly Dictionary<object, CelValue> _values = [];
    private readonly List<CelValue> _keys = [];

    public int Count => _keys.Count;

    public IReadOnlyList<CelValue> Keys => _keys;

    /// <summary>False when the key is there already, or can be no key.</summary>
    public bool TryAdd(CelValue key, CelValue value)
    {
        if (key.Kind is CelKind.Double || KeyOf(key) is not { } plain || !_values.TryAdd(plain, value))
            return false;
        _keys.Add(key);
        return true;
    }

    public bool TryGet(CelValue key, out CelValue value)
    {
        value = default;
        return KeyOf(key) is { } plain && _values.TryGetValue(plain, out value);
    }

    public IEnumerable<(CelValue Key, CelValue Value)> Entries => _keys.Select(key => (key, _values[KeyOf(key)!]));

    private static object? KeyOf(CelValue key) => key.Kind switch
    {
        CelKind.String => key.AsText,
        CelKind.Bool => key.AsBool,
        CelKind.Int => key.AsInt,
        CelKind.Uint when key.AsUint <= long.MaxValue => (long)key.AsUint,
        CelKind.Uint => key.AsUint,
        CelKind.Double when Math.Floor(key.AsDouble) == key.AsDouble && Math.Abs(key.AsDouble) < 9.2e18 => (long)key.AsDouble,
        _ => null,
    };
}
