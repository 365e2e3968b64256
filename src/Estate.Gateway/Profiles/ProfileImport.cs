using System.Text;
using Estate.Adapters.Codecs;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Profiles;

/// <summary>
/// A folder of makers' codecs, their own test cases and profiles, taken into the estate's own profiles: all of it, after all of it has been
/// checked and tested, or none. A codec is a program, so each is a line of the audit with its hash.
/// </summary>
internal sealed class ProfileImport
{
    private const int MaxFiles = 500;

    private readonly List<Codec> _codecs = [];
    private readonly List<CodecCases> _cases = [];
    private readonly List<(string File, byte[] Content, DeviceProfile Profile)> _profiles = [];
    private readonly List<string> _problems = [];

    private ProfileImport()
    {
    }

    internal IReadOnlyList<Codec> Codecs => _codecs;

    internal IEnumerable<DeviceProfile> Profiles => _profiles.Select(one => one.Profile);

    /// <summary>Tests that passed: makers' cases, and those that stand in profiles.</summary>
    internal int Passed { get; private set; }

    /// <exception cref="ConfigurationException">What is wrong, all of it; nothing was changed.</exception>
    internal static ProfileImport Read(string path, DataFolder folder, Instant now) => Directory.Exists(path)
        ? Read(path, folder, CodecCheck.Run(path, now)) : throw new ConfigurationException($"{path} is no folder");

    /// <param name="cases">The folder's codecs as they did in their makers' cases.</param>
    /// <exception cref="ConfigurationException">What is wrong, all of it; nothing was changed.</exception>
    internal static ProfileImport Read(string path, DataFolder folder, IEnumerable<CodecCase> cases)
    {
        var files = Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => Path.GetExtension(file) == ".js" || (Path.GetExtension(file) == ".yaml" && !RepositoryCodecs.IsOne(file)))
            .Order(StringComparer.Ordinal).Take(MaxFiles + 1).ToList();
        if (files.Count is 0 or > MaxFiles)
            throw new ConfigurationException(files.Count == 0 ? $"{path} holds neither codecs (.js) nor profiles (.yaml)"
                : $"{path} holds more than {MaxFiles} codecs and profiles; name a maker's own folder");
        var import = new ProfileImport();
        foreach (var twice in files.GroupBy(file => Path.GetFileName(file)).Where(group => group.Count() > 1))
            import._problems.Add($"{twice.Key} is there twice: {string.Join(", ", twice.Select(one => Path.GetRelativePath(path, one)))}");
        foreach (var file in files)
            if (Path.GetExtension(file) == ".js")
                import.AddCodec(file);
            else
                import.AddProfile(file);
        import.AddCases(path, cases);
        import.CheckNamedCodecs(folder);
        return import._problems.Count == 0 ? import
            : throw new ConfigurationException(string.Join("\n", import._problems.Append("nothing was changed")));
    }

    /// <summary>Profiles and codecs as they will be once it is written.</summary>
    internal ProfileBook Over(ProfileBook book) => book.With(
        _profiles.ToDictionary(
            one => one.Profile.Name, one => (ProfileFile?)ProfileBook.Read(one.File, Encoding.UTF8.GetString(one.Content))),
        _codecs.ToDictionary(one => one.Name, one => (string?)one.Source));

    /// <summary>Writes it, under somebody's name; what was there before is kept beside it.</summary>
    /// <returns>What was done, a line each.</returns>
    internal IReadOnlyList<string> Write(DataFolder folder, AuditChain audit, string by, Instant now)
    {
        var (codecs, lines) = (new CodecShelf(folder), new List<string>());
        foreach (var codec in _codecs)
        {
            codecs.Put(codec, _cases.Where(one => Path.GetFileName(one.Codec) == codec.Name));
            audit.Append(new(now, by, "codec_installed", codec.Name, $"SHA-256 {codec.Hash}"));
            lines.Add($"codec {codec.Name}  SHA-256 {codec.Hash}");
        }
        foreach (var (file, content, profile) in _profiles)
        {
            DataFolder.WritePrivate(Path.Combine(folder.Profiles, file), content);
            audit.Append(new(now, by, "profile_installed", profile.Name, profile.Kind));
            lines.Add($"profile {profile.Name}, a device of the kind {profile.Kind}");
        }
        lines.Add($"{_codecs.Count} codecs, {_profiles.Count} profiles; {Passed} tests passed");
        if (_profiles.Count == 0)
            lines.Add("A device needs a profile that names its codec: lorawan: { codec: " + _codecs[0].Name + " } (docs/profiles.md)");
        return lines;
    }

    private void AddCodec(string file)
    {
        var name = Path.GetFileName(file);
        if (!CodecFiles.IsName(name))
            _problems.Add($"{name}: a codec's file has a name of letters, digits, '-', '_' and '.', at most 80");
        else if (new FileInfo(file).Length > CodecLimits.MaxSourceBytes)
            _problems.Add($"{name}: {new FileInfo(file).Length >> 10} KiB, at most {CodecLimits.MaxSourceBytes >> 10}");
        else
            _codecs.Add(new(name, File.ReadAllText(file)));
    }

    private void AddProfile(string path)
    {
        var file = ProfileBook.ReadFile(path);
        if (!DeviceId.IsValidLevel(Path.GetFileNameWithoutExtension(path)))
            _problems.Add($"{file.File}: a profile's name has small letters, digits and '-'");
        _problems.AddRange(file.Errors.Select(one => one.ToString()));
        if (file.Profile is not { } profile)
            return;
        _profiles.Add((file.File, File.ReadAllBytes(path), profile));
        var wrong = ProfileTests.Run(profile).ToList();
        _problems.AddRange(wrong.Select(one => new ProfileFileError(file.File, one.Line, one.Column, one.Message).ToString()));
        Passed += profile.Source.Tests.Count(test => !ProfileTests.NeedsCodec(profile, test))
            - wrong.Select(one => one.Line).Distinct().Count();
    }

    private void AddCases(string path, IEnumerable<CodecCase> cases)
    {
        _cases.AddRange(CodecCheck.Cases(path));
        foreach (var one in cases)
            if (one.Problem is null)
                Passed++;
            else
                _problems.Add($"{Path.GetFileName(one.File)}: {(one.Name == CodecCheck.Syntax ? "" : one.Name + ": ")}{one.Problem}");
    }

    private void CheckNamedCodecs(DataFolder folder)
    {
        var there = new CodecFiles([ProfileBook.ShippedFolder, folder.Profiles]);
        foreach (var profile in Profiles)
            if (!_codecs.Exists(codec => codec.Name == profile.Source.Codec?.File.Text) && there.Find(profile, out var problem) is null
                && problem is not null)
                _problems.Add(problem);
    }
}
