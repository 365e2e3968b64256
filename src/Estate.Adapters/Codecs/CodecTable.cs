using System.Collections.Concurrent;

namespace Estate.Adapters.Codecs;

/// <summary>Makers' codecs in force, by the profiles that name them. One takes another's place between two messages. Any thread.</summary>
public sealed class CodecTable
{
    private readonly ConcurrentDictionary<string, Codec> _codecs = [];

    /// <summary>Null for a profile without a codec.</summary>
    public Codec? Find(string profile) => _codecs.GetValueOrDefault(profile);

    /// <param name="codec">Null where the profile has none any more.</param>
    public void Put(string profile, Codec? codec)
    {
        if (codec is null)
            _codecs.TryRemove(profile, out _);
        else
            _codecs[profile] = codec;
    }
}
