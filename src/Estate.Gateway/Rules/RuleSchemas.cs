using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Rules;

/// <summary>What rules of this estate may look at.</summary>
internal static class RuleSchemas
{
    internal static RuleSchema Of(EstateModel model, IReadOnlyList<IDeviceKind> kinds) => new(
        kinds, [DeviceFact.Json, PointsFact.Json, AlertFact.Json], model.Inventory, model.Programme.Zone, model.Programme.OpensIn);
}
