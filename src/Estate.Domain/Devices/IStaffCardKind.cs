namespace Estate.Domain.Devices;

/// <summary>
/// A kind whose cards are staff's: where residents' cards name a household, these have a number that is nobody's household.
/// </summary>
public interface IStaffCardKind : IDeviceKind
{
    /// <summary>What its cards are for, as the card register says.</summary>
    string CardPurpose { get; }
}
