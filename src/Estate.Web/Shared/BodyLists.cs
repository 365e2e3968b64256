using System.Text.Json;

namespace Estate.Web.Shared;

/// <summary>The serializer refuses a missing list, but not a null inside one.</summary>
internal static class BodyLists
{
    /// <exception cref="JsonException">A null in it; says where.</exception>
    internal static IReadOnlyList<T>? Whole<T>(this IReadOnlyList<T>? list, string name)
    {
        for (var i = 0; i < (list?.Count ?? 0); i++)
            if (list![i] is null)
                throw new JsonException($"{name}[{i}] 为空 / is null");
        return list;
    }
}
