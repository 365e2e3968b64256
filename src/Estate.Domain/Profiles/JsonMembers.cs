using System.Text;
using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Profiles;

/// <summary>
/// The members of a JSON message that a profile's expressions name, read in one pass into numbered places; all others are passed over.
/// Numbers are real ones, as JSON has no others.
/// </summary>
internal sealed class JsonMembers
{
    private const int MaxDepth = 32;

    /// <summary>Elements and members of a list or group that is taken as a whole.</summary>
    private const int MaxElements = 1_000;

    private readonly Member _root = new([]);
    private readonly List<byte[]> _within = [];
    private readonly TextWords _words;
    private readonly List<CelValue> _unknown = [];

    internal JsonMembers(TextWords words, IEnumerable<string> within)
    {
        _words = words;
        _within.AddRange(within.Select(Encoding.UTF8.GetBytes));
    }

    internal int Count => _unknown.Count;

    /// <summary>The place of a member such as <c>ENERGY.Power</c>.</summary>
    internal int PlaceOf(string path)
    {
        var member = _root;
        foreach (var name in path.Split('.'))
            member = member.Child(name);
        if (member.Place < 0)
        {
            member.Place = _unknown.Count;
            _unknown.Add(CelValue.Unknown($"payload.{path}"));
        }
        return member.Place;
    }

    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="FormatException">Not an object.</exception>
    internal void Read(ReadOnlySpan<byte> json, CelValue[] values)
    {
        for (var i = 0; i < _unknown.Count; i++)
            values[i] = _unknown[i];
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new FormatException("the message is not an object");
        Members(ref reader, _root, values);
        // What stands behind the object is no JSON.
        while (reader.Read())
        {
        }
    }

    private void Members(ref Utf8JsonReader reader, Member of, CelValue[] values)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = of.Find(ref reader);
            var isLookedThrough = ReferenceEquals(of, _root) && IsWithin(ref reader);
            reader.Read();
            if (isLookedThrough && reader.TokenType == JsonTokenType.StartObject)
                Members(ref reader, _root, values);
            else if (child is null)
                reader.Skip();
            else
                Take(ref reader, child, values);
        }
    }

    private void Take(ref Utf8JsonReader reader, Member member, CelValue[] values)
    {
        if (member.Place >= 0)
        {
            // Both as a whole and by its members: each reads it.
            var whole = reader;
            values[member.Place] = Value(ref whole);
            if (!member.HasChildren)
            {
                reader = whole;
                return;
            }
        }
        if (reader.TokenType == JsonTokenType.StartObject)
            Members(ref reader, member, values);
        else
            reader.Skip();
    }

    /// <summary>What cannot be is an error of its own, not of the message.</summary>
    private CelValue Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return FiniteNumber.Of(ref reader) is { } number ? CelValue.Of(number) : TextWords.NoNumber;
            case JsonTokenType.String:
                return _words.Of(ref reader);
            case JsonTokenType.True:
                return CelValue.True;
            case JsonTokenType.False:
                return CelValue.False;
            case JsonTokenType.StartArray:
                return Elements(ref reader);
            case JsonTokenType.StartObject:
                return Group(ref reader);
            default:
                return CelValue.Null;
        }
    }

    private CelValue Elements(ref Utf8JsonReader reader)
    {
        List<CelValue>? elements = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var value = Value(ref reader);
            if ((elements ??= []).Count < MaxElements)
                elements.Add(value);
        }
        return elements is null ? TextWords.Nothing : CelValue.Of(elements);
    }

    private CelValue Group(ref Utf8JsonReader reader)
    {
        var map = new CelMap();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _words.Of(ref reader);
            reader.Read();
            var value = Value(ref reader);
            if (name.Kind == CelKind.String && map.Count < MaxElements)
                map.TryAdd(name, value);
        }
        return CelValue.Of(map);
    }

    private bool IsWithin(ref Utf8JsonReader reader)
    {
        foreach (var name in _within)
            if (TextWords.Is(ref reader, name))
                return true;
        return false;
    }

    /// <summary>A member that is wanted, or lies on the way to one.</summary>
    private sealed class Member(byte[] name)
    {
        private readonly List<Member> _children = [];

        internal int Place { get; set; } = -1;

        internal bool HasChildren => _children.Count > 0;

        internal Member Child(string child)
        {
            var bytes = Encoding.UTF8.GetBytes(child);
            if (_children.Find(one => one.IsNamed(bytes)) is { } known)
                return known;
            _children.Add(new(bytes));
            return _children[^1];
        }

        internal Member? Find(ref Utf8JsonReader reader)
        {
            foreach (var child in _children)
                if (child.IsNamedAs(ref reader))
                    return child;
            return null;
        }

        private bool IsNamed(byte[] other) => name.AsSpan().SequenceEqual(other);

        private bool IsNamedAs(ref Utf8JsonReader reader) => TextWords.Is(ref reader, name);
    }
}
