using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.Garage;

/// <summary>
/// Bicycles of one type and their places. Passages alone cannot tell how many are inside: that begins with a count of all, by a person or a
/// camera, and what passages leave open is doubt until the next one.
/// </summary>
/// <param name="Inside">Null until somebody counted.</param>
/// <param name="Doubt">So many more or fewer may be inside.</param>
/// <param name="In">Through the door today.</param>
public sealed record BikeTally(int Places, int? Inside = null, int Doubt = 0, int In = 0, int Out = 0)
{
    /// <summary>Known to be inside.</summary>
    [JsonIgnore]
    public int Count => Inside ?? 0;

    /// <summary>Places known to be free.</summary>
    /// <param name="unknown">Bicycles inside whose type is not known: each may stand on one of these places.</param>
    public DoubtfulCount Free(int unknown)
    {
        if (Inside is not { } inside)
            return NobodyKnows;
        var doubt = Math.Min(Places, Doubt + unknown);
        return new(Math.Max(0, Places - inside - doubt), doubt, Places);
    }

    [JsonIgnore]
    public DoubtfulCount NobodyKnows => new(0, Places, Places);

    /// <summary>More went out than there were: some had come in unseen.</summary>
    internal BikeTally Pass(BikeDirection direction, int count)
    {
        var isIn = direction == BikeDirection.In;
        var passed = isIn ? this with { In = In + count } : this with { Out = Out + count };
        if (Inside is not { } inside)
            return passed;
        var next = isIn ? inside + count : inside - count;
        return passed with { Inside = Math.Max(0, next), Doubt = Doubt + Math.Max(0, -next) };
    }
}
