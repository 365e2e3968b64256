using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.Adapters.District;

/// <summary>
/// Up to which fact the district's database has all of an epoch, as it says after its commit. <paramref name="Again"/>: what comes next
/// did not reach it.
/// </summary>
public sealed record DistrictPosition(string Epoch, long Last, bool Again)
{
    /// <summary>Why it takes nothing more, in a word; null where it does.</summary>
    public string? Problem { get; init; }

    /// <summary>Null where it is not one.</summary>
    internal static DistrictPosition? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            var read = JsonSerializer.Deserialize(json, PositionJson.Default.DistrictPosition);
            return read is { Last: >= 0 } ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DistrictPosition))]
internal sealed partial class PositionJson : JsonSerializerContext;
