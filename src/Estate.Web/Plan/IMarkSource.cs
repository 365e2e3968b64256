using Estate.Domain.Devices;

namespace Estate.Web.Plan;

/// <summary>A slice that knows more of its devices than whether they are well.</summary>
internal interface IMarkSource
{
    /// <summary>Its own among those that have a spot on the plan.</summary>
    Task<IEnumerable<PlanMark>> MarksAsync(IReadOnlyList<(DeviceSettings Settings, PlanSpot Spot)> placed);
}
