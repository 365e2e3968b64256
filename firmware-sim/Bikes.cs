namespace Estate.FirmwareSim;

/// <summary>
/// The bicycles and e-bikes of a garage: every household's third has a tag. The box makes out nearly all; what it tells is what it saw.
/// </summary>
public sealed class Bikes(GarageBox box, IReadOnlyList<string> tags, Random random)
{
    private const double NotMadeOut = 0.01;

    private readonly Dictionary<string, List<string?>> _inside = new() { ["bicycle"] = [], ["e_bike"] = [] };
    private int _next;
    private int _left;

    public int Bicycles => _inside["bicycle"].Count;

    public int EBikes => _inside["e_bike"].Count;

    public void Begin(int bicycles, int eBikes)
    {
        for (var i = 0; i < bicycles + eBikes; i++)
            _inside[i < bicycles ? "bicycle" : "e_bike"].Add(NextTag());
        Stand();
    }

    public void Stand() => box.Stand(Bicycles + _left, EBikes);

    /// <summary>A bicycle that comes in and never goes out again.</summary>
    public void Leave(string tag)
    {
        _left++;
        box.Pass(isIn: true, "bicycle", tag);
    }

    public void Come(string bike)
    {
        var tag = NextTag();
        _inside[bike].Add(tag);
        box.Pass(isIn: true, Seen(bike), tag);
    }

    public void Go(string bike)
    {
        var inside = _inside[bike];
        if (inside.Count == 0)
            return;
        var index = random.Next(inside.Count);
        box.Pass(isIn: false, Seen(bike), inside[index]);
        inside.RemoveAt(index);
    }

    private string? Seen(string bike) => random.NextDouble() < NotMadeOut ? null : bike;

    /// <summary>One that is not inside.</summary>
    private string? NextTag()
    {
        if (tags.Count == 0 || random.Next(3) != 0)
            return null;
        var tag = tags[_next++ % tags.Count];
        return _inside.Values.Any(all => all.Contains(tag)) ? null : tag;
    }
}
