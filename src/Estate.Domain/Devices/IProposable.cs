namespace Estate.Domain.Devices;

/// <summary>
/// A request that may follow from a proposal of the district: a person's word or a decision on paper, which takes effect by the estate's
/// own rules. An order to a device is none, and never will be.
/// </summary>
public interface IProposable : IRequest;
