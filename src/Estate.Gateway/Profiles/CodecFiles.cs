using Estate.Adapters.Codecs;
using Estate.Domain.Profiles;

namespace Estate.Gateway.Profiles;

/// <summary>Makers' codecs: JavaScript files beside the profiles that name them, the estate's own before those that came along.</summary>
/// <param name="others">Codecs that say something else than their files, or (null) are not there.</param>
internal sealed class CodecFiles(IReadOnlyList<string> folders, IReadOnlyDictionary<string, string?>? others = null)
{
    private const string Extension = ".js";

    /// <returns>Null for a profile without a codec, or with one that is not as it must be.</returns>
    /// <param name="problem">What is wrong with it, and what to do.</param>
    internal Codec? Find(DeviceProfile profile, out string? problem)
    {
        problem = null;
        if (profile.Source.Codec is not { } named)
            return null;
        var name = named.File.Text;
        if (!IsName(name))
            problem = $"lorawan.codec of the profile '{profile.Name}': '{name}' is no name of a file such as maker-product{Extension}";
        else if (others?.TryGetValue(name, out var other) == true && other is not null)
            return new(name, other, EntryOf(named.Function?.Text));
        else if (PathOf(name) is not { } path)
            problem = $"the profile '{profile.Name}' needs the codec {name}, which is not in {folders[^1]}: bring it in with "
                + "'./estate profile import FOLDER'";
        else if (new FileInfo(path).Length > CodecLimits.MaxSourceBytes)
            problem = $"the codec {name} has {new FileInfo(path).Length >> 10} KiB, at most {CodecLimits.MaxSourceBytes >> 10}";
        else
            return new(name, File.ReadAllText(path), EntryOf(named.Function?.Text));
        return null;
    }

    /// <summary>Changes with the codec's file; empty without one.</summary>
    internal string Stamp(DeviceProfile profile) =>
        profile.Source.Codec is { } named && IsName(named.File.Text) && PathOf(named.File.Text) is { } path ? FileStamp.Of(path) : "";

    /// <summary>Null where there is no such file.</summary>
    internal string? PathOf(string name) => others?.ContainsKey(name) == true ? null
        : folders.Reverse().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    internal static bool IsName(string name) => name.Length is > 3 and <= 80 && name.EndsWith(Extension, StringComparison.Ordinal)
        && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static CodecEntry EntryOf(string? function) => function switch
    {
        "decodeUplink" => CodecEntry.DecodeUplink,
        "Decode" => CodecEntry.Decode,
        "Decoder" => CodecEntry.Decoder,
        _ => CodecEntry.Any,
    };
}
