using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Charging;

/// <summary>
/// Where a session stands. Before <see cref="Charging"/> it is only an order; <see cref="SuspendedEv"/> is the float at the end.
/// </summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SessionPhase>))]
public enum SessionPhase
{
    Preparing,
    Charging,
    SuspendedEv,

    /// <summary>It shall end; waiting until the relay is seen open.</summary>
    Finishing,
}
