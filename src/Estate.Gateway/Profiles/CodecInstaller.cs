using System.Security.Cryptography;
using Estate.Adapters.Codecs;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using NodaTime;

namespace Estate.Gateway.Profiles;

/// <summary>
/// Makers' codecs over the site, in two steps, since a codec is a program: files are tried in a process of their own and shown with their
/// hashes; then an engineer installs just those. What was tried lies in memory until then.
/// </summary>
internal sealed class CodecInstaller(DataFolder folder, InventoryEditor inventory, PlatformServices platform, AuditChain audit)
{
    internal const int MaxFiles = 50;

    /// <summary>So many wait to be installed; the oldest is forgotten for a further one.</summary>
    private const int MaxTried = 4;

    private readonly CodecShelf _shelf = new(folder);
    private readonly List<TriedCodecs> _tried = [];

    /// <summary>The estate's own, with the profiles that name each.</summary>
    internal IReadOnlyList<InstalledCodec> Installed
    {
        get
        {
            var book = ProfileBook.Of(folder);
            var users = book.Names.Select(book.Find).Select(one => one?.Profile).OfType<DeviceProfile>()
                .ToLookup(one => one.Source.Codec?.File.Text, one => one.Name);
            return [.. _shelf.All.Select(one => new InstalledCodec(one, [.. users[one.Name]], _shelf.HasBefore(one.Name)))];
        }
    }

    /// <returns>What can be installed, or what is wrong; nothing is changed.</returns>
    internal async Task<(TriedCodecs? Tried, Text? Problem)> TryAsync(IReadOnlyList<(string Name, byte[] Content)> files, Instant now)
    {
        if (ProblemOf(files) is { } wrong)
            return (null, wrong);
        var tried = Directory.CreateTempSubdirectory("estate-codecs-").FullName;
        try
        {
            foreach (var (name, content) in files)
                await File.WriteAllBytesAsync(Path.Combine(tried, name), content);
            var cases = await CodecCheck.RunApartAsync(platform.Codecs, tried, now);
            var import = ProfileImport.Read(tried, folder, cases);
            inventory.Check(import.Over(ProfileBook.Of(folder)));
            var replaced = import.Codecs.Select(one => one.Name).Where(name => _shelf.Find(name) is not null);
            return (Keep(new(MarkOf(files), import, [.. replaced])), null);
        }
        catch (ConfigurationException mistake)
        {
            return (null, new(
                "没有安装：" + mistake.Message.Replace(tried + "/", "", StringComparison.Ordinal),
                "Not installed: " + mistake.Message.Replace(tried + "/", "", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(tried, recursive: true);
        }
    }

    /// <param name="mark">Of what was tried and shown.</param>
    /// <returns>Null where it was installed.</returns>
    internal Text? Install(string mark, string by, Instant now) => inventory.Alone(() =>
    {
        TriedCodecs? tried;
        lock (_tried)
            tried = _tried.Find(one => one.Mark == mark);
        if (tried is null)
            throw new ConfigurationException(new Text("这些文件已不在等候安装，请重新上传", "These files wait no longer; upload them again"));
        // Others may have changed devices and profiles since it was shown.
        inventory.Check(tried.Import.Over(ProfileBook.Of(folder)));
        tried.Import.Write(folder, audit, by, now);
        lock (_tried)
            _tried.Remove(tried);
    });

    /// <summary>Takes one away; the version before is in force again, where there was one.</summary>
    /// <returns>Null where it was done.</returns>
    internal Text? Remove(string name, string by, Instant now) => inventory.Alone(() =>
    {
        if (_shelf.Find(name) is not { } codec)
            throw new ConfigurationException(new Text("没有这个解码程序", "There is no such codec of this estate"));
        inventory.Check(ProfileBook.Of(folder).With(
            new Dictionary<string, ProfileFile?>(), new Dictionary<string, string?> { [name] = _shelf.Before(name) }));
        _shelf.Remove(name);
        audit.Append(new(now, by, "codec_removed", name, $"SHA-256 {codec.Hash}"));
    });

    private TriedCodecs Keep(TriedCodecs tried)
    {
        lock (_tried)
        {
            _tried.RemoveAll(one => one.Mark == tried.Mark);
            if (_tried.Count >= MaxTried)
                _tried.RemoveAt(0);
            _tried.Add(tried);
        }
        return tried;
    }

    private static Text? ProblemOf(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        if (files.Count is 0 or > MaxFiles)
            return new($"请选择 1 到 {MaxFiles} 个文件", $"Choose 1 to {MaxFiles} files");
        var wrong = files.FirstOrDefault(one => !IsName(one.Name) || files.Count(other => other.Name == one.Name) > 1);
        return wrong.Name is null ? null : new(
            $"“{wrong.Name}” 不能用：只收 .js、.json 和 .yaml，名称用字母、数字、“-”、“_”和“.”，不能重复",
            $"'{wrong.Name}' cannot be taken: .js, .json and .yaml, names of letters, digits, '-', '_' and '.', each once");
    }

    private static bool IsName(string name) => name.Length <= 80 && name.Length > 0 && name[0] != '.'
        && Path.GetExtension(name) is ".js" or ".json" or ".yaml"
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static string MarkOf(IReadOnlyList<(string Name, byte[] Content)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in files.OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Files that passed their tests and may be installed.</summary>
/// <param name="Replaces">Codecs of the same name that are there already.</param>
internal sealed record TriedCodecs(string Mark, ProfileImport Import, IReadOnlyList<string> Replaces);

/// <summary>A codec in the data folder, and the profiles that name it.</summary>
internal sealed record InstalledCodec(Codec Codec, IReadOnlyList<string> Profiles, bool HasBefore);
