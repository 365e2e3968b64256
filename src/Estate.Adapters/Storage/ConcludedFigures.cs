using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>What a conclusion measures (<see cref="Conclusions"/>), read of the entry it stands in.</summary>
internal sealed record ConcludedFigures<T> : IFigures
    where T : class, IFigures
{
    public T? Concluded { get; init; }

    public IEnumerable<Measurement> Of(DeviceId device, Instant at) => Concluded?.Of(device, at) ?? [];
}
