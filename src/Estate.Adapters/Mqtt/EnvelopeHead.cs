using Estate.Domain.Devices;

namespace Estate.Adapters.Mqtt;

/// <summary>What stands around a body. A measurement has no id, boot and seq.</summary>
internal record struct EnvelopeHead
{
    internal string Id { get; set; }
    internal long Boot { get; set; }
    internal long Seq { get; set; }
    internal long At { get; set; }
    internal ClockTrust Clock { get; set; }
    internal long? AgeMs { get; set; }
}
