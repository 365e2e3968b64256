using Estate.Adapters.Codecs;
using Estate.Adapters.Mqtt;
using Estate.Domain.Profiles;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Pipeline.Devices;

namespace Estate.Gateway.Profiles;

/// <summary>
/// Puts a changed codec in force while the gateway runs, once it is proven in a process of its own: that it is one, and that its makers'
/// cases beside it pass. Until then, and where it does not, the one before goes on.
/// </summary>
internal sealed partial class CodecReload(
    MessageDecoder decoder, CodecLine line, PlatformServices platform, GatewayClock clock, ILogger<CodecReload> log)
{
    /// <summary>For who writes a profile.</summary>
    internal CodecTrials Trials { get; } = new(line, clock);

    /// <param name="text">The profile's; its own tests of bytes are run, too.</param>
    /// <returns>Why it cannot take the place of the one in force; null where it can, or is the same.</returns>
    internal async Task<string?> ProveAsync(DeviceProfile profile, string text, Codec? codec, CodecFiles files)
    {
        if (codec is null || files.PathOf(codec.Name) is not { } path
            || (codec == InForce(profile.Name) && !ProfileTests.NeedCodec(profile)))
            return null;
        var folder = Directory.CreateTempSubdirectory("estate-codec-").FullName;
        try
        {
            // As it was read, with its cases as they are now.
            await File.WriteAllTextAsync(Path.Combine(folder, codec.Name), codec.Source);
            await File.WriteAllTextAsync(Path.Combine(folder, profile.Name + ".yaml"), text);
            foreach (var its in CodecFolder.CasesOf(path))
                await File.WriteAllTextAsync(Path.Combine(folder, Path.GetFileName(its.File)), its.Text);
            var cases = await CodecCheck.RunApartAsync(platform.Codecs, folder, clock.Now);
            var failed = cases.FirstOrDefault(one => one.Problem is not null);
            return failed is null ? null
                : Path.GetExtension(failed.File) == ".yaml" ? $"{failed.Name}: {failed.Problem}"
                : $"the codec {codec.Name} stays as it was: {(failed.Name == CodecCheck.Syntax ? "" : failed.Name + ": ")}{failed.Problem}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal void Put(string profile, Codec? codec)
    {
        var before = InForce(profile);
        if (codec == before || decoder.Network is not { } network)
            return;
        network.Codecs.Put(profile, codec);
        if (before is not null)
            line.Replaced(before.Name);
        if (codec is not null)
            LogTaken(codec.Name, codec.Hash, profile);
    }

    private Codec? InForce(string profile) => decoder.Network?.Codecs.Find(profile);

    [LoggerMessage(Level = LogLevel.Information, Message = "Codec {Codec} (SHA-256 {Hash}) is in force for the profile {Profile}.")]
    private partial void LogTaken(string codec, string hash, string profile);
}
