using NodaTime;

namespace Estate.Domain.Points;

/// <summary>All versions of the policy, in force one after the other.</summary>
public sealed class PolicyHistory
{
    private volatile AwardPolicy[] _versions = [];
    private volatile string[] _windows = [];

    /// <exception cref="ArgumentException">No version, or two with the same effective time.</exception>
    public PolicyHistory(IEnumerable<AwardPolicy> versions)
    {
        Become(versions);
        if (_versions.Length == 0 || _versions.DistinctBy(version => version.EffectiveFrom).Count() != _versions.Length)
            throw new ArgumentException("a policy needs at least one version, each with its own effective time");
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<AwardPolicy> All => _versions;

    /// <summary>One more version; one that is there already changes nothing. May be read from any thread meanwhile.</summary>
    internal void Add(AwardPolicy version)
    {
        if (_versions.All(known => known.EffectiveFrom != version.EffectiveFrom))
            Become(_versions.Append(version));
    }

    /// <summary>One that could not be kept.</summary>
    internal void Remove(AwardPolicy version) => Become(_versions.Where(known => known != version));

    public AwardPolicy Current => _versions[^1];

    /// <summary>Ids of every window of every version: where a day's awards can be.</summary>
    public IReadOnlyList<string> AllWindows => _windows;

    /// <summary>Before the first version takes effect, the first holds.</summary>
    public AwardPolicy At(Instant instant) =>
        Array.FindLast(_versions, version => version.EffectiveFrom <= instant) ?? _versions[0];

    private void Become(IEnumerable<AwardPolicy> versions)
    {
        _versions = [.. versions.OrderBy(version => version.EffectiveFrom)];
        _windows = [.. _versions.SelectMany(version => version.Windows).Select(window => window.Id).Distinct()];
    }
}
