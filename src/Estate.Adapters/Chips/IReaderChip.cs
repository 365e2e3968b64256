namespace Estate.Adapters.Chips;

/// <summary>A card reader that is asked again and again; it throws whatever its library throws.</summary>
internal interface IReaderChip : IDisposable
{
    /// <summary>The number of the card in front of it, in hexadecimal; null for none.</summary>
    string? Scan();
}

/// <summary>A display of a few letters; it throws whatever its library throws.</summary>
internal interface IDisplayChip : IDisposable
{
    void Write(string text);
}
