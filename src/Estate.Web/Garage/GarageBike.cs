using Estate.Domain.Devices;
using Estate.Domain.Garage;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Garage;

/// <summary>A bicycle with a tag that stands inside, as staff see it.</summary>
/// <param name="Household">Null for a tag that nobody registered.</param>
public sealed record GarageBike(string Number, BikeType? Type, string? Household, Instant Since, bool HasPermit)
{
    internal string Words => $"{Number} {Household} {GarageTexts.Of(Type).Zh} {GarageTexts.Of(Type).En}";
}

internal sealed record GarageBikeRow(string Number, string Type, string Household, string Since, string Permit)
{
    internal static GarageBikeRow Of(GarageBike bike, DateTimeZone zone, Language language) => new(
        bike.Number, language.Pick(GarageTexts.Of(bike.Type)), bike.Household ?? "", TimeText.Minute(bike.Since, zone),
        language.Pick(bike.HasPermit ? new Text("有", "yes") : new Text("没有", "no")));
}
