using Estate.Domain.Devices;

namespace Estate.Domain.People;

/// <summary>Asks for the household behind a code that a station's display showed.</summary>
/// <param name="IsUsedUp">Whether it is good for nothing else from now on.</param>
public sealed record RedeemStationCode(string Code, bool IsUsedUp = true) : IRequest
{
    bool IRequest.IsAuditedWhenRefused => false;
}
