using System.Text.Json;
using Estate.Domain.Devices;
using Estate.Domain.Rules.Cel;

namespace Estate.Domain.Rules;

/// <summary>Nested parts of a fact, as lists and maps.</summary>
internal static class JsonValues
{
    internal static CelValue Of(JsonElement element)
    {
        return element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => CelValue.Of(element.GetBoolean()),
            JsonValueKind.Number when element.TryGetInt64(out var whole) => CelValue.Of(whole),
            JsonValueKind.Number => FiniteNumber.Of(element) is { } number ? CelValue.Of(number) : CelValue.Null,
            JsonValueKind.String => CelValue.Of(element.GetString()!),
            JsonValueKind.Array => CelValue.Of((IReadOnlyList<CelValue>)[.. element.EnumerateArray().Select(Of)]),
            JsonValueKind.Object => CelValue.Of(Members(element)),
            _ => CelValue.Null,
        };
    }

    private static CelMap Members(JsonElement element)
    {
        var map = new CelMap();
        foreach (var member in element.EnumerateObject())
            map.TryAdd(CelValue.Of(member.Name), Of(member.Value));
        return map;
    }
}
