using Estate.Adapters.Gpio;
using Estate.Adapters.Influx;
using Estate.Adapters.Mqtt;

namespace Estate.Gateway;

/// <summary>The set of drivers this gateway was built with: libmosquitto, the kernel's GPIO interface, line protocol over HTTP; no chips on buses.</summary>
internal static class Drivers
{
    internal static IBrokerClient OpenBroker(BrokerSession session, TimeProvider time) => new MosquittoBroker(session, time);

    internal static IPins OpenPins(PinPlan plan, string? mode, string socketPath, TimeProvider time) => Pins.Open(plan, mode, socketPath, time);

    internal static IChips OpenChips(IReadOnlyList<PlannedChip> plan, TimeProvider time) => NoChips.For(plan);

    internal static ILineSender OpenSeries(InfluxTarget target, TimeProvider time) => HttpLineSender.Open(target, time);
}
