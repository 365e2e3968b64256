using System.Security.Cryptography;
using System.Text;

namespace Estate.Adapters.Codecs;

/// <summary>A maker's codec as it was installed.</summary>
public sealed record Codec(string Name, string Source, CodecEntry Entry = CodecEntry.Any)
{
    /// <summary>SHA-256 of the file, in hexadecimal digits: what an engineer compares.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Source)));
}
