using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>
/// What of a fact its figures are made of, by the names it has in the fact's JSON: whoever is after figures alone reads these members and
/// skips the rest of the body.
/// </summary>
public interface IFigures
{
    IEnumerable<Measurement> Of(DeviceId device, Instant at);
}
