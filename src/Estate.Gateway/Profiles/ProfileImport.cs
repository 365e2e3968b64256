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
    private readonly List<(string Path, DeviceProfile Profile)> _profiles = [];
    private readonly List<string> _problems = [];
    private int _cases;

    private ProfileImport()
    {
    }

    /// <exception cref="ConfigurationException">What is wrong, all of it; nothing was changed.</exception>
    internal static ProfileImport Read(string path, DataFolder folder, Instant now)
    {
        if (!Directory.Exists(path))
            throw new ConfigurationException($"{path} is no folder");
        var files = Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(file => Path.GetExtension(file) is ".js" or ".yaml").Order(StringComparer.Ordinal).Take(MaxFiles + 1).ToList();
        if (files.Count is 0 or > MaxFiles)
            throw new ConfigurationException(files.Count == 0 ? $"{path} holds neither codecs (.js) nor profiles (.yaml)"
                : $"{path} holds more than {MaxFiles} codecs and profiles; name a maker's own folder");
        var import = new ProfileImport();
        foreach (var twice in files.GroupBy(file => Path.GetFileName(file)).Where(group => group.Count() > 1))
            import._problems.Add($"{twice.Key} is there twice: {string.Join(", ", twice.Select(one => Path.GetRelativePath(path, one)))}");
        foreach (var file in files)
            if (Path.GetExtension(file) == ".js")
                import.AddCodec(file, now);
            else
                import.AddProfile(file);
        import.CheckNamedCodecs(folder);
        return import._problems.Count == 0 ? import
            : throw new ConfigurationException(string.Join("\n", import._problems.Append("nothing was changed")));
    }

    /// <summary>Writes it, under somebody's name.</summary>
    /// <returns>What was done, a line each.</returns>
    internal IEnumerable<string> Write(DataFolder folder, string by, Instant now)
    {
        var audit = new AuditChain(folder.OpenDatabase(), folder.AuditKey());
        foreach (var codec in _codecs)
        {
            DataFolder.WritePrivate(Path.Combine(folder.Profiles, codec.Name), Encoding.UTF8.GetBytes(codec.Source));
            audit.Append(new(now, by, "codec_installed", codec.Name, $"SHA-256 {codec.Hash}"));
            yield return $"codec {codec.Name}  SHA-256 {codec.Hash}";
        }
        foreach (var (path, profile) in _profiles)
        {
            DataFolder.WritePrivate(Path.Combine(folder.Profiles, Path.GetFileName(path)), File.ReadAllBytes(path));
            audit.Append(new(now, by, "profile_installed", profile.Name, profile.Kind));
            yield return $"profile {profile.Name}, a device of the kind {profile.Kind}";
        }
        yield return $"{_codecs.Count} codecs, {_profiles.Count} profiles; {_cases} tests passed";
        if (_profiles.Count == 0)
            yield return "A device needs a profile that names its codec: lorawan: { codec: " + _codecs[0].Name + " } (docs/profiles.md)";
    }

    private void AddCodec(string file, Instant now)
    {
        var name = Path.GetFileName(file);
        if (!CodecFiles.IsName(name))
            _problems.Add($"{name}: a codec's file has a name of letters, digits, '-', '_' and '.', at most 80");
        else if (new FileInfo(file).Length > CodecLimits.MaxSourceBytes)
            _problems.Add($"{name}: {new FileInfo(file).Length >> 10} KiB, at most {CodecLimits.MaxSourceBytes >> 10}");
        else if (new Codec(name, File.ReadAllText(file)) is var codec && CodecFolder.ProblemOf(codec) is { } problem)
            _problems.Add($"{name}: {problem}");
        else
        {
            _codecs.Add(codec);
            foreach (var one in CodecFolder.Run(file, now))
                if (one.Problem is null)
                    _cases++;
                else
                    _problems.Add($"{Path.GetFileName(one.File)}: {one.Name}: {one.Problem}");
        }
    }

    private void AddProfile(string path)
    {
        var file = ProfileBook.ReadFile(path);
        if (!DeviceId.IsValidLevel(Path.GetFileNameWithoutExtension(path)))
            _problems.Add($"{file.File}: a profile's name has small letters, digits and '-'");
        _problems.AddRange(file.Errors.Select(one => one.ToString()));
        if (file.Profile is not { } profile)
            return;
        _profiles.Add((path, profile));
        var wrong = ProfileTests.Run(profile).ToList();
        _problems.AddRange(wrong.Select(one => new ProfileFileError(file.File, one.Line, one.Column, one.Message).ToString()));
        _cases += profile.Source.Tests.Count - wrong.Select(one => one.Line).Distinct().Count();
    }

    private void CheckNamedCodecs(DataFolder folder)
    {
        var there = new CodecFiles([ProfileBook.ShippedFolder, folder.Profiles]);
        foreach (var profile in _profiles.Select(one => one.Profile))
            if (!_codecs.Exists(codec => codec.Name == profile.Source.Codec?.File.Text) && there.Find(profile, out var problem) is null
                && problem is not null)
                _problems.Add(problem);
    }
}
