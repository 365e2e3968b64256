namespace Estate.Gateway.Profiles;

/// <summary>Changes when a file does, without reading it.</summary>
internal static class FileStamp
{
    internal static string Of(string path) => $"{path}:{File.GetLastWriteTimeUtc(path).Ticks}:{new FileInfo(path).Length}";
}
