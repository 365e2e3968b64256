using Estate.Adapters.Chips;
using Estate.Adapters.Clock;
using Estate.Adapters.Codecs;
using Estate.Adapters.Gpio;
using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;

namespace Estate.Gateway;

/// <summary>What the process meets outside itself; a test puts its own in place.</summary>
/// <param name="IsClockSynchronised">Whether somebody disciplines the wall clock now.</param>
internal sealed record PlatformServices(TimeProvider Time, Func<bool> IsClockSynchronised)
{
    public static readonly PlatformServices Real = new(TimeProvider.System, KernelClock.IsSynchronised);

    /// <summary>The machine's lines for a plan, a mode, and where simulated ones are played.</summary>
    public Func<PinPlan, string, string, IPins> OpenPins { get; init; } =
        (plan, mode, socket) => Pins.Open(plan, mode, socket, TimeProvider.System);

    /// <summary>Card readers and displays on the machine's buses.</summary>
    public Func<IReadOnlyList<PlannedChip>, IChips> OpenChips { get; init; } = plan => BusChips.Open(plan, TimeProvider.System);

    public Func<BrokerSession, TimeProvider, IBrokerClient> OpenBroker { get; init; } = (session, time) => new MqttNetBroker(session, time);

    /// <summary>How the process in which makers' codecs run is started.</summary>
    public CodecProgram Codecs { get; init; } = CodecProgram.Own;

    /// <summary>Told how far a database of an earlier version is that takes its time.</summary>
    public IProgress<double>? Upgrade { get; init; }

    /// <summary>How often the estate is looked at though nothing came; a played past has no need of every second.</summary>
    public TimeSpan TickEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Kestrel has a clock of its own, which no test can turn.</summary>
    public ConnectionPatience Patience { get; init; } = ConnectionPatience.Usual;

    public Func<InfluxTarget, TimeProvider, ILineSender> OpenSeries { get; init; } = SeriesServers.Open;
}
