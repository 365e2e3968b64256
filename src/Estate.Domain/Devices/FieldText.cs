namespace Estate.Domain.Devices;

/// <summary>A field as people read it: its values times <paramref name="Scale"/> are in <paramref name="Unit"/>.</summary>
/// <param name="Decimals">That mean something.</param>
public sealed record FieldText(Text Name, string Unit, int Decimals = 0, double Scale = 1)
{
    /// <summary>Shares from 0 to 1, in per cent.</summary>
    public static FieldText Percent(Text name) => new(name, "%", Scale: 100);

    /// <summary>°C.</summary>
    public static FieldText Temperature { get; } = new(new("温度", "Temperature"), "°C", 1);

    public bool IsPercent => Unit == "%";

    /// <summary>A temperature's axis does not begin at zero.</summary>
    public bool IsFromZero => Unit != "°C";
}
