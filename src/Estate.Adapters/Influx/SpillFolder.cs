using System.Globalization;

namespace Estate.Adapters.Influx;

/// <summary>
/// Lines that wait on the disk for the time-series server: numbered files of whole lines, oldest first, within a quota of
/// bytes. Not synced: telemetry is not worth the flash; a power cut may cost the newest lines. One thread at a time.
/// </summary>
public sealed class SpillFolder
{
    private const string Ending = ".lp";
    private const long MaxFileBytes = 4L << 20;
    private const int BytesOfALine = 100;

    /// <summary>The last of the disk is the database's: measurements come after it.</summary>
    private const long Reserve = 64_000_000;

    private readonly string _folder;
    private readonly long _quota;
    private readonly Func<long> _free;
    private readonly SortedDictionary<long, long> _files = [];
    private long _bytes;
    private long _dropped;
    private long _last;

    /// <summary>The file that is written to; none that an earlier life or a full disk may have left in the middle of a line.</summary>
    private long? _current;

    /// <param name="quota">Bytes that may be used; at least one file fits.</param>
    /// <param name="free">Bytes that are free on the disk; asked of the disk itself where it is left out.</param>
    public SpillFolder(string folder, long quota, Func<long>? free = null)
    {
        (_folder, _quota, _free) = (
            folder, quota, free
            ?? (() => new DriveInfo(Directory.Exists(folder) ? folder : Path.GetDirectoryName(folder)!).AvailableFreeSpace));
        // A folder that cannot be listed must not keep the gateway from starting: the next lines that go there report it.
        Try(List);
        (_bytes, _last) = (_files.Values.Sum(), _files.Keys.LastOrDefault());
    }

    /// <summary>So many bytes more find room.</summary>
    public long Room => Math.Max(0, Math.Min(_quota - Bytes, _free() - Reserve));

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Lines given up: the oldest when the quota was used up, and about so many as lay in files that cannot be read.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsEmpty => _files.Count == 0;

    /// <summary>When the oldest file was begun; null where there is none.</summary>
    public DateTimeOffset? Oldest =>
        _files.Count == 0 ? null : new FileInfo(PathOf(_files.First().Key)) is { Exists: true } file ? file.CreationTimeUtc : null;

    /// <exception cref="IOException">The disk refuses, or has no room to spare; none of them is there,
    /// and nothing else has changed.</exception>
    public void Add(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (_free() < Reserve)
            throw new IOException($"less than {Reserve / 1_000_000} MB are free on the disk of {_folder}, and those are the database's: "
                + "measurements wait in memory, beyond that the oldest are given up; make room");
        if (_current is not { } number || !_files.TryGetValue(number, out var length) || length >= MaxFileBytes)
            (number, length) = (++_last, 0);
        _current = null;
        try
        {
            File.AppendAllLines(PathOf(number), lines);
            _current = number;
        }
        catch
        {
            TakeBack(number, length);
            throw;
        }
        finally
        {
            Measure(number);
        }
        while (_bytes > _quota && _files.Count > 1)
            GiveUp(_files.First().Key);
    }

    /// <summary>The oldest file's lines and its number; what a power cut left of a line is left out.</summary>
    /// <exception cref="IOException">It cannot be read: it was set aside and counted, and the next one is the oldest.</exception>
    public (long Number, IReadOnlyList<string> Lines) Read()
    {
        var (number, _) = _files.First();
        // What is read is removed later: nothing may be added to it meanwhile.
        _current = _current == number ? null : _current;
        try
        {
            var text = File.ReadAllText(PathOf(number));
            return (number, text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{PathOf(number)} cannot be read ({failure.Message}): it is set aside as .unreadable, and about "
                + $"{SetAside(number)} measurements with it", failure);
        }
    }

    /// <summary>It has arrived.</summary>
    public void Remove(long number) => TakeOut(number, File.Delete);

    /// <summary>Keeps lines the server will never take where a person can look at them; the first few megabytes.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Refuse(IReadOnlyList<string> lines)
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var refused = new FileInfo(Path.Combine(_folder, "refused.txt"));
        if (!refused.Exists || refused.Length < MaxFileBytes)
            File.AppendAllLines(refused.FullName, lines);
    }

    private void GiveUp(long number)
    {
        Interlocked.Add(ref _dropped, LinesOf(number));
        Remove(number);
    }

    private long LinesOf(long number)
    {
        try
        {
            return File.ReadLines(PathOf(number)).LongCount();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Estimate(number);
        }
    }

    private long Estimate(long number) => Math.Max(1, _files[number] / BytesOfALine);

    /// <returns>About how many lines are in it.</returns>
    private long SetAside(long number)
    {
        var lines = Estimate(number);
        Interlocked.Add(ref _dropped, lines);
        TakeOut(number, path => File.Move(path, Path.ChangeExtension(path, ".unreadable"), overwrite: true));
        return lines;
    }

    /// <summary>
    /// Out of the books in any case: a file that stays where it is must not hold up those behind it, and to send it again after a restart
    /// changes nothing.
    /// </summary>
    private void TakeOut(long number, Action<string> clear)
    {
        if (_files.Remove(number, out var length))
            Interlocked.Add(ref _bytes, -length);
        Try(() => clear(PathOf(number)));
    }

    /// <summary>A disk that is full is tried each second: what it took of a try must not stay.</summary>
    private void TakeBack(long number, long length) => Try(() =>
    {
        if (length == 0)
        {
            File.Delete(PathOf(number));
            return;
        }
        using var file = new FileStream(PathOf(number), FileMode.Open, FileAccess.Write);
        file.SetLength(Math.Min(length, file.Length));
    });

    private static void Try(Action clear)
    {
        try
        {
            clear();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It stays as it is; nothing is written to it any more.
        }
    }

    private void List()
    {
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*" + Ending))
            if (long.TryParse(Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                _files[number] = file.Length;
    }

    /// <summary>Brings the books to what lies there.</summary>
    private void Measure(long number)
    {
        _files.Remove(number, out var before);
        if (new FileInfo(PathOf(number)) is { Exists: true } file)
            _files[number] = file.Length;
        Interlocked.Add(ref _bytes, _files.GetValueOrDefault(number) - before);
    }

    private string PathOf(long number) => Path.Combine(_folder, number.ToString("D8", CultureInfo.InvariantCulture) + Ending);
}
