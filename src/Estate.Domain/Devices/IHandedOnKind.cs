namespace Estate.Domain.Devices;

/// <summary>A kind with an alert that needs a ladder of its own: the ordinary one takes too long, or has the wrong people.</summary>
public interface IHandedOnKind : IDeviceKind
{
    /// <summary>That alert's type.</summary>
    string HandedOn { get; }
}
