using System.Security.Cryptography;
using Estate.Adapters.District;

namespace Estate.Gateway.Configuration;

/// <summary>Where facts leave to, from estate.yaml.</summary>
internal static class DistrictSettings
{
    /// <param name="folder">Of estate.yaml.</param>
    /// <param name="wrong">Gets each error with its place.</param>
    internal static DistrictTarget? From(EstateFile.DistrictSection? section, string site, string folder, Action<string> wrong)
    {
        if (section is null)
            return null;
        foreach (var url in section.Url.Split(','))
            if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var parsed) || parsed.Scheme is not ("tls" or "nats"))
                wrong($"district.url: '{url}' is not an address such as tls://district.example:4222");
            else if (parsed.Scheme == "nats" && !parsed.IsLoopback)
                wrong($"district.url: '{url}' leaves this computer without TLS; write tls://");
        if (section.FactsPerS is not (>= 10 and <= 100_000))
            wrong("district.facts_per_s: 10 to 100000");
        var ca = section.CaFile is null ? null : Path.Combine(folder, section.CaFile);
        if (ca is not null && !File.Exists(ca))
            wrong($"district.ca_file: {ca} does not exist");
        var key = Path.Combine(folder, section.KeyFile);
        var seed = File.Exists(key) ? File.ReadAllText(key).Trim() : null;
        if (seed is null)
            wrong(section.KeyFile.Length == 0 ? "district.key_file: a file with the estate's NKey is needed"
                : $"district.key_file: {key} does not exist");
        else if (!DistrictTarget.IsSeed(seed))
            wrong($"district.key_file: {key} holds no seed of a user's NKey, which begins with SU");
        return new(section.Url, site, seed ?? "", ca, section.FactsPerS)
        {
            ProposalsKey = section.Proposals ? ProposalsKeyFrom(section, folder, wrong) : null,
        };
    }

    private static string? ProposalsKeyFrom(EstateFile.DistrictSection section, string folder, Action<string> wrong)
    {
        var path = section.ProposalsKeyFile is { Length: > 0 } file ? Path.Combine(folder, file) : null;
        if (path is null || !File.Exists(path))
        {
            wrong(path is null ? "district.proposals_key_file: proposals need the file with the district's public key"
                : $"district.proposals_key_file: {path} does not exist");
            return null;
        }
        var pem = File.ReadAllText(path);
        try
        {
            new ProposalKey(pem).Dispose();
            return pem;
        }
        catch (Exception bad) when (bad is ArgumentException or CryptographicException)
        {
            wrong($"district.proposals_key_file: {path} holds no public key of P-256 (PEM)");
            return null;
        }
    }
}
