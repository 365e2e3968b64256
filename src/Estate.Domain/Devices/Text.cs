namespace Estate.Domain.Devices;

/// <summary>Words for people, in Chinese and English.</summary>
public readonly record struct Text(string Zh, string En)
{
    public static Text Same(string text) => new(text, text);
}
