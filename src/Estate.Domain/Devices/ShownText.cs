namespace Estate.Domain.Devices;

/// <summary>Texts of a command <c>show</c> that lamps and buzzers know, too.</summary>
public static class ShownText
{
    /// <summary>A card.</summary>
    public const string Accepted = "accepted";
    public const string Refused = "refused";

    public const string Full = "满";
    public const string Unknown = "--";
}
