using Estate.Domain.Devices;

namespace Estate.Domain.Profiles;

/// <summary>Makes signals of what a message says; of what it cannot say, the first counts.</summary>
internal struct SignalSink(ProfileContext context, List<Signal> signals) : IProfileSink
{
    internal Rejection? Rejection { get; private set; }

    public readonly void OnOnline(bool isOnline) =>
        signals.Add(new DeviceStatus(context.Settings.Device, isOnline, 0, null, context.Time.ReceivedAt, context.IsRetained));

    public void OnReading(ReadingShape shape, ReadingValues values)
    {
        if (context.IsRetained)
            Rejection ??= new(RejectReason.Retained, "a value that the broker kept is of some other time");
        else if (shape.Make(values) is not { } reading)
            return;
        else if (reading.Fault is { } fault)
            Rejection ??= fault;
        else
            signals.Add(new DeviceTelemetry(context.Settings.Device, context.Time, reading));
    }

    public void OnLeftOut(string name, string why) => Rejection ??= new(RejectReason.BadMember, $"{name} is left out: {why}");
}
