using System.Collections.Concurrent;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Profiles;

/// <summary>
/// All profiles: those that came with the gateway, and the estate's own in its data folder, which stand for one of the same name. Each is
/// read when somebody asks for it, so that a mistake in one that no device has stops nothing.
/// </summary>
/// <param name="folders">Later ones overrule earlier ones.</param>
/// <param name="codecs">Codecs that say something else than their files, or (null) are not there.</param>
internal sealed class ProfileBook(IReadOnlyList<string> folders, IReadOnlyDictionary<string, string?>? codecs = null)
{
    private static readonly Lazy<IReadOnlyList<IDeviceKind>> Kinds = new(() => DeviceKinds.WithoutCards(DateTimeZone.Utc));

    private readonly ConcurrentDictionary<string, ProfileFile?> _files = [];

    /// <summary>Beside the program.</summary>
    internal static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "profiles");

    internal static ProfileBook Shipped { get; } = new([ShippedFolder]);

    internal static ProfileBook Of(DataFolder folder) => new([ShippedFolder, folder.Profiles]);

    internal CodecFiles Codecs { get; } = new(folders, codecs);

    internal IEnumerable<string> Names =>
        folders.SelectMany(Files).Select(path => Path.GetFileNameWithoutExtension(path)).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Those that came with the gateway and that a file of the estate's own stands for.</summary>
    internal IEnumerable<string> Overruled =>
        folders.SelectMany(folder => Files(folder).Select(path => Path.GetFileNameWithoutExtension(path))).GroupBy(name => name)
            .Where(group => group.Count() > 1).Select(group => group.Key);

    /// <summary>As its file says now; null where there is none.</summary>
    internal ProfileFile? Find(string name) => _files.GetOrAdd(name, Reread);

    /// <summary>As its file says now, whatever it said before.</summary>
    internal ProfileFile? Reread(string name) => PathOf(name) is { } path ? ReadFile(path) : null;

    /// <summary>As <see cref="Find"/>, and read again where the file has changed.</summary>
    internal ProfileFile? FindCurrent(string name) =>
        _files.TryGetValue(name, out var known) && known is not null && known.Stamp == Stamp(name) ? known : _files[name] = Reread(name);

    /// <summary>
    /// Where devices announce themselves, and the broker's user of a bridge that does so for them; by the files' texts alone, for a start
    /// that needs no more of them. As it was when somebody asked first.
    /// </summary>
    internal IReadOnlyList<(string Profile, string Filter, string? User)> Announcements => field ??=
    [
        .. from name in Names
           let text = TextOf(name)
           where text.Contains("\nfound:", StringComparison.Ordinal)
           let source = ProfileFileReader.Read(name + ".yaml", text).Source
           where source is not null
           from found in source.Found
           where FoundTopic.Problem(found.Topic.Text, source) is null
           select (name, found.Topic.Text, source.Mqtt?.User?.Text),
    ];

    internal bool Has(string name) => PathOf(name) is not null;

    /// <summary>As it is written; null where there is no such file.</summary>
    internal string? TextOf(string name) => PathOf(name) is { } path ? ReadText(path) : null;

    /// <summary>The same files, but for one that says something else, or (null) is not there.</summary>
    internal ProfileBook With(string name, ProfileFile? file) => With(new Dictionary<string, ProfileFile?> { [name] = file });

    /// <inheritdoc cref="With(string, ProfileFile?)"/>
    internal ProfileBook With(IReadOnlyDictionary<string, ProfileFile?> files, IReadOnlyDictionary<string, string?>? otherCodecs = null)
    {
        var other = new ProfileBook(folders, otherCodecs);
        foreach (var (name, file) in files)
            other._files[name] = file;
        return other;
    }

    /// <summary>Changes with the file, without reading it.</summary>
    internal string Stamp(string name) => PathOf(name) is { } path ? FileStamp.Of(path) : "";

    /// <summary>What a file says, and what is wrong with it.</summary>
    internal static ProfileFile ReadFile(string path)
    {
        // Before the text: what is saved in between is another version.
        var stamp = FileStamp.Of(path);
        return Read(Path.GetFileName(path), ReadText(path)) with { Stamp = stamp };
    }

    internal static ProfileFile Read(string file, string text)
    {
        var (source, mistakes) = ProfileFileReader.Read(file, text);
        if (source is null)
            return new(file, null, mistakes);
        var (profile, errors) = ProfileBuilder.Build(source, Kinds.Value);
        return new(file, profile, [.. errors.Select(one => new ProfileFileError(file, one.Line, one.Column, one.Message))]);
    }

    private static string ReadText(string path) => new FileInfo(path).Length > 4L * ProfileFileReader.MaxLength
        ? new string(' ', ProfileFileReader.MaxLength + 1) : File.ReadAllText(path);

    private string? PathOf(string name) => DeviceId.IsValidLevel(name)
        ? folders.Reverse().Select(folder => Path.Combine(folder, name + ".yaml")).FirstOrDefault(File.Exists) : null;

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
}

/// <summary>A profile's file: the profile, or what is wrong with it.</summary>
internal sealed record ProfileFile(string File, DeviceProfile? Profile, IReadOnlyList<ProfileFileError> Errors)
{
    /// <summary>Of the file as it was read.</summary>
    internal string Stamp { get; init; } = "";

    /// <summary>All that is wrong with it: its mistakes, or those of its own tests that do not pass.</summary>
    internal IReadOnlyList<ProfileFileError> Check() => Profile is null ? Errors
        : [.. ProfileTests.Run(Profile).Select(one => new ProfileFileError(File, one.Line, one.Column, one.Message))];
}
