namespace Estate.Web.Shared;

/// <summary>
/// How many connections each address may hold of all there are: an eighth of what is still free, as switches share their buffers (the
/// dynamic threshold of Choudhury and Hahne). Ten addresses that take what they get leave 267 of 600; who holds none gets in to the last.
/// </summary>
internal sealed class ConnectionShares(int all, int mostPerAddress)
{
    private const int Part = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _held = [];
    private int _total;

    /// <param name="address">Null: one without a share of its own.</param>
    internal bool TryTake(string? address)
    {
        lock (_lock)
        {
            var (free, held) = (all - _total, address is null ? 0 : _held.GetValueOrDefault(address));
            if (free == 0 || held >= mostPerAddress || (held > 0 && held >= free / Part))
                return false;
            _total++;
            if (address is not null)
                _held[address] = held + 1;
            return true;
        }
    }

    internal void GiveBack(string? address)
    {
        lock (_lock)
        {
            _total--;
            if (address is not null && --_held[address] == 0)
                _held.Remove(address);
        }
    }
}
