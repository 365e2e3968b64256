namespace Estate.Domain.Devices;

/// <summary>
/// Identity and place of an event in its device's life. <paramref name="Id"/> is unique per device; <paramref name="Boot"/>
/// grows at each start and <paramref name="Seq"/> by one per event of that boot; <paramref name="BodyHash"/> tells a
/// repetition from a second event under the same id.
/// </summary>
public sealed record EventHeader(string Id, long Boot, long Seq, ulong BodyHash)
{
    public const int MaxIdLength = 64;
}
