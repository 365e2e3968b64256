namespace Estate.Adapters.Storage;

/// <summary>
/// Held by the one program that may keep an estate in its memory: a gateway, or who changes what a gateway would remember. The
/// system lets go of it with the program, however that ends.
/// </summary>
public static class SingleInstanceLock
{
    /// <summary>EAGAIN: what .NET says of a file that another program has locked.</summary>
    private const int Busy = 11;

    /// <param name="path">A file of its own; it holds nothing.</param>
    /// <returns>Null while somebody else holds it.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static IDisposable? TryHold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held.HResult == Busy)
        {
            return null;
        }
    }
}
