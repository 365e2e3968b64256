using Estate.Web.Alerts;
using Estate.Web.Bins;
using Estate.Web.Board;
using Estate.Web.CallButtons;
using Estate.Web.Charging;
using Estate.Web.Committee;
using Estate.Web.Devices;
using Estate.Web.Duty;
using Estate.Web.Funds;
using Estate.Web.Garage;
using Estate.Web.Gate;
using Estate.Web.Help;
using Estate.Web.Home;
using Estate.Web.Journal;
using Estate.Web.Lifts;
using Estate.Web.Monitors;
using Estate.Web.Network;
using Estate.Web.News;
using Estate.Web.Notices;
using Estate.Web.Parking;
using Estate.Web.Patrol;
using Estate.Web.People;
using Estate.Web.Plan;
using Estate.Web.Points;
using Estate.Web.Projects;
using Estate.Web.Proposals;
using Estate.Web.Rules;
using Estate.Web.Search;
using Estate.Web.Shared;
using Estate.Web.Sweeper;
using Estate.Web.Visits;

namespace Estate.Web;

/// <summary>The slices of the site: one line each.</summary>
internal static class WebSlices
{
    internal static IReadOnlyList<IWebSlice> All { get; } =
    [
        new HomeSlice(),
        new ParkingSlice(),
        new BinsSlice(),
        new PointsSlice(),
        new GateSlice(),
        new ChargingSlice(),
        new AlertsSlice(),
        new PatrolSlice(),
        new DevicesSlice(),
        new RulesSlice(),
        new JournalSlice(),
        new PeopleSlice(),
        new CommitteeSlice(),
        new NoticesSlice(),
        new ProjectsSlice(),
        new FundsSlice(),
        new VisitsSlice(),
        new BoardSlice(),
        new DutySlice(),
        new SearchSlice(),
        new HelpSlice(),
        new NewsSlice(),
        new GarageSlice(),
        new MonitorsSlice(),
        new SweeperSlice(),
        new NetworkSlice(),
        new PlanSlice(),
        new LiftsSlice(),
        new CallButtonsSlice(),
        new ProposalsSlice(),
    ];
}
