namespace Estate.Adapters.Codecs;

/// <summary>What a maker's codec may use of this computer. The largest of a hundred public ones has 54 kB.</summary>
public static class CodecLimits
{
    public const int MaxSourceBytes = 512 * 1024;

    /// <summary>LoRaWAN's own limit is 242; network servers put fragments together.</summary>
    public const int MaxPayloadBytes = 1024;

    /// <summary>Of variables that go in, or of data to encode.</summary>
    public const int MaxInputJson = 16 * 1024;

    public const int MaxResultJson = 32 * 1024;
    public const int MaxResultFields = 1_000;
    public const int MaxResultDepth = 12;

    /// <summary>Of everything one call may make, freed or not.</summary>
    public const long MaxBytes = 16L * 1024 * 1024;

    /// <summary>Of the process that all codecs share; a single request for memory is refused by it alone.</summary>
    public const long MaxHeapBytes = 96L * 1024 * 1024;

    public const int MaxArray = 100_000;
    public const int MaxRecursion = 100;

    /// <summary>Names, reasons and the like, which are the codec's own text.</summary>
    public const int MaxText = 200;

    /// <summary>Of a processor.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Pattern = TimeSpan.FromMilliseconds(50);

    /// <summary>What the engine does not notice is ended from outside after this; that the computer is busy is no fault of it.</summary>
    public static readonly (TimeSpan OfAProcessor, TimeSpan ByTheClock) CallFromOutside =
        (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12));

    /// <summary>A process that has just begun compiles its own code first.</summary>
    public static readonly (TimeSpan OfAProcessor, TimeSpan ByTheClock) Start = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
}
