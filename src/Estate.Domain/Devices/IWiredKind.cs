namespace Estate.Domain.Devices;

/// <summary>A kind whose devices may hang on the gateway's own pins and buses.</summary>
public interface IWiredKind : IDeviceKind
{
    Terminals Terminals { get; }
}
