using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>Reacts to facts of any slice and answers people's requests; never sees device states.</summary>
public interface IReactor
{
    void React(Fact fact, Effects effects);

    /// <summary>A device's measurement; whoever wants more than facts.</summary>
    void React(Measurement measurement, DeviceId speaker, Effects effects)
    {
    }

    /// <summary>False when the request is not this reactor's.</summary>
    bool TryHandle(IRequest request, string by, Instant now, Effects effects);

    void Tick(Instant now, Effects effects);

    /// <summary>The devices as they were saved, once, before the first step.</summary>
    void Resume(IEnumerable<(DeviceId Device, object State)> devices)
    {
    }

    /// <summary>The wall clock was set; what runs by the stopwatch must not notice.</summary>
    void ClockStepped(Duration by)
    {
    }
}
