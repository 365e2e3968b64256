using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.District.Estates;

/// <summary>What something is called, in both languages.</summary>
public sealed record NameInBoth(string Zh, string En);

/// <summary>An estate and where it belongs: its residents' committee (居委会), its street office (街镇) and its district (区).</summary>
/// <param name="Site">As in its estate.yaml.</param>
/// <param name="Households">For shares of them.</param>
internal sealed record ListedEstate(
    string Site, NameInBoth Name, NameInBoth Committee, NameInBoth Street, NameInBoth District, int Households);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(IReadOnlyList<ListedEstate>))]
internal sealed partial class EstateListJson : JsonSerializerContext;
