using Estate.Domain.Devices;
using Estate.Domain.Garage;

namespace Estate.Web.Garage;

/// <summary>A garage at one moment. While its box is silent nobody knows how many places are free.</summary>
public sealed record GarageView(DeviceId Device, GarageState State, bool IsSilent)
{
    /// <summary>Types it has places for.</summary>
    internal IEnumerable<BikeType> Types => Enum.GetValues<BikeType>().Where(type => State.Of(type).Places > 0);

    internal DoubtfulCount FreeOf(BikeType type) => IsSilent ? State.Of(type).NobodyKnows : State.FreeOf(type);
}

/// <summary>As programs read it; null is not known.</summary>
internal sealed record GarageBody(string Garage, IReadOnlyList<PlacesBody> Places)
{
    internal static GarageBody Of(GarageView view) => new(
        view.Device.Name,
        [.. view.Types.Select(type => (Type: type, Free: view.FreeOf(type), Tally: view.State.Of(type))).Select(one =>
            new PlacesBody(
                WireName.Of(one.Type), one.Tally.Places, one.Free.IsUnknown ? null : one.Free.Number, one.Free.NotKnown, one.Tally.In,
                one.Tally.Out))]);
}

internal sealed record PlacesBody(string Bike, int Places, int? Free, int NotKnown, int InToday, int OutToday);
