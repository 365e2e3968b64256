using System.Buffers;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;

namespace Estate.Adapters.Codecs;

/// <summary>
/// What a codec returned, as JSON of bounded size. A value that JSON does not have is left out by itself, and its place noted: never null
/// for a number that is none.
/// </summary>
internal sealed class ResultReader : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly List<string> _notes = [];
    private readonly Stack<string> _path = new();
    private int _fields;

    private ResultReader() => _json = new(_buffer, new JsonWriterOptions { MaxDepth = CodecLimits.MaxResultDepth + 8 });

    /// <summary>TS013: <c>{data, warnings, errors}</c>.</summary>
    internal static CodecResult OfUplink(JsValue value)
    {
        if (value is not ObjectInstance result)
            return CodecResult.Failed(CodecFailure.BadResult, $"it returned {KindOf(value)} instead of an object with data");
        if (TextOf(result, "errors") is { } errors)
            return CodecResult.Failed(CodecFailure.Refused, errors);
        return OfData(result.Get("data"), TextOf(result, "warnings"));
    }

    internal static CodecResult OfDownlink(JsValue value)
    {
        if (value is not ObjectInstance result)
            return CodecResult.Failed(CodecFailure.BadResult, $"it returned {KindOf(value)} instead of an object with bytes");
        return TextOf(result, "errors") is { } errors ? CodecResult.Failed(CodecFailure.Refused, errors)
            : OfData(result, TextOf(result, "warnings"));
    }

    /// <param name="warnings">The codec's own.</param>
    internal static CodecResult OfData(JsValue data, string? warnings = null)
    {
        if (data is not ObjectInstance || data.IsArray() || data is Function)
            return CodecResult.Failed(CodecFailure.BadResult, $"its data is {KindOf(data)}, not an object");
        using var reader = new ResultReader();
        if (reader.Write(data) is { } problem)
            return CodecResult.Failed(CodecFailure.BadResult, problem);
        reader._json.Flush();
        if (warnings is not null)
            reader._notes.Insert(0, warnings);
        return CodecResult.Of(reader._buffer.WrittenSpan.ToArray(), reader._notes.Count == 0 ? null : string.Join("; ", reader._notes));
    }

    public void Dispose() => _json.Dispose();

    /// <returns>Null when it was written.</returns>
    private string? Write(JsValue value)
    {
        if (++_fields > CodecLimits.MaxResultFields)
            return $"its data has more than {CodecLimits.MaxResultFields} values";
        if (_buffer.WrittenCount + _json.BytesPending > CodecLimits.MaxResultJson)
            return TooLong;
        switch (value)
        {
            case JsDate date:
                return double.IsFinite(date.DateValue) ? WriteText(date.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                    System.Globalization.CultureInfo.InvariantCulture)) : WriteNull();
            case ObjectInstance held:
                return WriteObject(held);
            case JsNumber:
                _json.WriteNumberValue(value.AsNumber());
                return null;
            case JsBoolean:
                _json.WriteBooleanValue(value.AsBoolean());
                return null;
            case JsBigInt big:
                return WriteText(big.ToString());
            default:
                return value.IsString() ? WriteText(value.AsString()) : WriteNull();
        }
    }

    private string? WriteNull()
    {
        _json.WriteNullValue();
        return null;
    }

    private string? WriteText(string text)
    {
        if (text.Length > CodecLimits.MaxResultJson)
            return TooLong;
        _json.WriteStringValue(text);
        return null;
    }

    private string? WriteObject(ObjectInstance value)
    {
        if (_path.Count >= CodecLimits.MaxResultDepth)
            return $"its data is nested deeper than {CodecLimits.MaxResultDepth} (or holds itself), at {Place}";
        var isList = value is JsArray or JsTypedArray;
        if (isList)
            _json.WriteStartArray();
        else
            _json.WriteStartObject();
        foreach (var (name, held) in isList ? Elements(value) : Members(value))
        {
            _path.Push(name);
            var problem = WriteMember(isList ? null : name, held);
            _path.Pop();
            if (problem is not null)
                return problem;
        }
        if (isList)
            _json.WriteEndArray();
        else
            _json.WriteEndObject();
        return null;
    }

    private string? WriteMember(string? name, JsValue value)
    {
        var has = value is not Function && !value.IsUndefined() && !value.IsSymbol()
            && !(value.IsNumber() && !double.IsFinite(value.AsNumber()));
        if (!has && value.IsNumber())
            _notes.Add($"{Place} is {value}, no number, and was left out");
        if (!has && name is not null)
            return null;
        if (name is { Length: > CodecLimits.MaxText })
            return $"its data has a name of {name.Length} characters";
        if (name is not null)
            _json.WritePropertyName(name);
        return has ? Write(value) : WriteNull();
    }

    private string Place => CodecResult.Shorten(string.Join('.', _path.Reverse()));

    private const string TooLong = "its data is too long";

    private static IEnumerable<(string, JsValue)> Elements(ObjectInstance list)
    {
        var length = (int)list.Get("length").AsNumber();
        for (var i = 0; i < length; i++)
            yield return (i.ToString(System.Globalization.CultureInfo.InvariantCulture), list.Get(i));
    }

    private static IEnumerable<(string, JsValue)> Members(ObjectInstance value)
    {
        foreach (var key in value.GetOwnPropertyKeys(Jint.Runtime.Types.String))
            if (value.GetOwnProperty(key).Enumerable)
                yield return (key.AsString(), value.Get(key));
    }

    /// <summary>The first few of a list of texts; null where there are none.</summary>
    private static string? TextOf(ObjectInstance result, string name)
    {
        var value = result.Get(name);
        if (value.IsNull() || value.IsUndefined())
            return null;
        if (value is not ObjectInstance list || !value.IsArray())
            return CodecResult.Shorten(value.ToString());
        var texts = Elements(list).Take(3).Select(one => CodecResult.Shorten(one.Item2.ToString())).ToList();
        return texts.Count == 0 ? null : string.Join("; ", texts);
    }

    private static string KindOf(JsValue value) =>
        value.IsUndefined() ? "nothing" : value.IsNull() ? "null" : value.IsArray() ? "a list" : value.IsString() ? "a text"
        : value.IsNumber() ? "a number" : value is Function ? "a function" : value.IsObject() ? "an object" : "no object";
}
