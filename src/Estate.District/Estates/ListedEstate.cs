using System.Text.Json;
using System.Text.Json.Serialization;

namespace Estate.District.Estates;

/// <summary>What something is called, in both languages.</summary>
public sealed record NameInBoth(string Zh, string En);

/// <summary>An estate and where it belongs: its residents' committee (居委会), its street office (街镇) and its district (区).</summary>
/// <param name="Site">As in its estate.yaml.</param>
/// <param name="Households">For shares of them.</param>
internal sealed record ListedEstate(
    string Site, NameInBoth Name, NameInBoth Committee, NameInBoth Street, NameInBoth District, int Households)
{
    /// <summary>For the map; null: not on it.</summary>
    public ListedPosition? Position { get; init; }
}

/// <summary>
/// Where an estate is, by one of three. Maps made in China say GCJ-02, receivers of satellites WGS-84; the same place differs by up to half
/// a kilometre between them, so the file says which one it means, for all estates the same.
/// </summary>
/// <param name="Wgs84">Latitude and longitude, degrees.</param>
/// <param name="Gcj02">Latitude and longitude, degrees.</param>
/// <param name="Plan">Metres to the east and to the north of a point of one's own.</param>
internal sealed record ListedPosition(
    IReadOnlyList<double>? Wgs84 = null, IReadOnlyList<double>? Gcj02 = null, IReadOnlyList<double>? Plan = null)
{
    private const double FarthestM = 1_000_000;

    /// <summary>Null where it is none, or two.</summary>
    internal PlacedAt? Placed => (Wgs84, Gcj02, Plan) switch
    {
        ([var north, var east], null, null) => new(east, north, "wgs84"),
        (null, [var north, var east], null) => new(east, north, "gcj02"),
        (null, null, [var east, var north]) => new(east, north, PlacedAt.OnPlan),
        _ => null,
    };

    internal bool IsSound => Placed is { } at && double.IsFinite(at.East) && double.IsFinite(at.North) && (at.Datum == PlacedAt.OnPlan
        ? Math.Abs(at.East) <= FarthestM && Math.Abs(at.North) <= FarthestM : Math.Abs(at.East) <= 180 && Math.Abs(at.North) <= 85);
}

/// <summary>A place on the map.</summary>
/// <param name="East">Degrees of longitude, or metres of a plan.</param>
/// <param name="North">Degrees of latitude, or metres.</param>
/// <param name="Datum">wgs84, gcj02 or plan.</param>
public sealed record PlacedAt(double East, double North, string Datum)
{
    internal const string OnPlan = "plan";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(IReadOnlyList<ListedEstate>))]
internal sealed partial class EstateListJson : JsonSerializerContext;
