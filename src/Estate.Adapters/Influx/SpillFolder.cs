using System.Globalization;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines that wait on the disk for the time-series server: numbered files of whole lines, oldest first, within a quota of
/// bytes. Not synced: telemetry is not worth the flash; a power cut may cost the newest lines. One thread at a time.
/// </summary>
public sealed class SpillFolder
{
    private const string Ending = ".lp";
    private const long MostOfAFile = 4L << 20;

    private readonly string _folder;
    private readonly long _quota;
    private readonly SortedDictionary<long, long> _files = [];
    private long _bytes;
    private long _dropped;

    /// <summary>The file that is written to; none that an earlier life or a full disk may have left in the middle of a line.</summary>
    private long? _current;

    /// <param name="quota">Bytes that may be used; at least one file fits.</param>
    public SpillFolder(string folder, long quota)
    {
        (_folder, _quota) = (folder, quota);
        if (!Directory.Exists(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + Ending))
            if (long.TryParse(Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                _files[number] = file.Length;
        _bytes = _files.Values.Sum();
    }

    public long Quota => _quota;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Lines given up because the quota was used up; the oldest.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsEmpty => _files.Count == 0;

    /// <summary>When the oldest file was begun; null where there is none.</summary>
    public DateTimeOffset? Oldest => _files.Count == 0 ? null : new FileInfo(PathOf(_files.First().Key)) is { Exists: true } file ? file.CreationTimeUtc : null;

    /// <exception cref="IOException">The disk refuses; some of them may be written, and are written again with the next try.</exception>
    public void Add(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (_current is not { } number || !_files.TryGetValue(number, out var length) || length >= MostOfAFile)
            _files[number = _files.Count == 0 ? 1 : _files.Last().Key + 1] = 0;
        _current = null;
        try
        {
            using var file = new StreamWriter(new FileStream(PathOf(number), FileMode.Append, FileAccess.Write));
            foreach (var line in lines)
                file.Write(line + '\n');
        }
        finally
        {
            Measure(number);
        }
        _current = number;
        while (_bytes > _quota && _files.Count > 1)
            GiveUp(_files.First().Key);
    }

    /// <summary>The oldest file's lines and its number; what a power cut left of a line is left out.</summary>
    public (long Number, IReadOnlyList<string> Lines) Read()
    {
        var (number, _) = _files.First();
        // What is read is removed later: nothing may be added to it meanwhile.
        _current = _current == number ? null : _current;
        var text = File.ReadAllText(PathOf(number));
        return (number, text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>It has arrived.</summary>
    public void Remove(long number)
    {
        File.Delete(PathOf(number));
        if (_files.Remove(number, out var length))
            Interlocked.Add(ref _bytes, -length);
    }

    /// <summary>Keeps lines the server will never take where a person can look at them; the first few megabytes.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Refuse(IReadOnlyList<string> lines)
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var refused = new FileInfo(Path.Combine(_folder, "refused.txt"));
        if (!refused.Exists || refused.Length < MostOfAFile)
            File.AppendAllLines(refused.FullName, lines);
    }

    private void GiveUp(long number)
    {
        Interlocked.Add(ref _dropped, File.ReadLines(PathOf(number)).LongCount());
        Remove(number);
    }

    private void Measure(long number)
    {
        var length = new FileInfo(PathOf(number)) is { Exists: true } file ? file.Length : 0;
        Interlocked.Add(ref _bytes, length - _files[number]);
        _files[number] = length;
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString("D8", CultureInfo.InvariantCulture) + Ending);
}
