using Estate.Adapters.Storage;

namespace Estate.Gateway.Configuration;

/// <summary>Whether a file can be put into a folder, found out by doing it; nothing stays behind.</summary>
internal static class WriteProbe
{
    /// <param name="folder">Where it is not there yet, the one in which it would be made is tried.</param>
    /// <returns>Null where it can; otherwise what the system says.</returns>
    internal static string? In(string folder)
    {
        var place = Path.GetFullPath(folder);
        while (!Path.Exists(place) && Path.GetDirectoryName(place) is { } parent)
            place = parent;
        var path = Path.Combine(place, ".estate-" + Path.GetRandomFileName());
        try
        {
            using var file = DurableFiles.CreatePrivate(path);
            // Its name goes first: however this ends, nothing is left.
            File.Delete(path);
            file.WriteByte(0);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message.Replace(path, place, StringComparison.Ordinal).TrimEnd('.');
        }
    }
}
