using Estate.Domain.Devices;
using Estate.Domain.Notices;
using Estate.Web.Garage;
using Estate.Web.News;
using Estate.Web.Parking;
using Estate.Web.Points;

namespace Estate.Web.Home;

/// <summary>What the front door shows; what the estate does not have is null or empty.</summary>
public sealed record HomeView
{
    public required NewsView News { get; init; }
    public IReadOnlyList<Notice> Notices { get; init; } = [];
    public required HoursView Hours { get; init; }
    public ParkingVersion? Parking { get; init; }
    public IReadOnlyList<GateToday> Gates { get; init; } = [];
    public IReadOnlyList<GarageView> Garages { get; init; } = [];
    public DoubtfulCount? FreeSockets { get; init; }
    public string? Household { get; init; }
    public PointsView? Mine { get; init; }
    public bool IsLoggedIn { get; init; }
    public bool Charging { get; init; }
    public Text? Problem { get; init; }
}
