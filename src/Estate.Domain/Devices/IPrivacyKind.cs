using NodaTime;

namespace Estate.Domain.Devices;

/// <summary>A kind whose devices may be busy with a household's matter.</summary>
public interface IPrivacyKind : IDeviceKind
{
    /// <summary>What of a household is still going on here, so that it cannot be forgotten yet.</summary>
    IEnumerable<Text> Unfinished(object state, string household, Instant now);
}

/// <inheritdoc />
internal interface IPrivacyKind<in TState> : IPrivacyKind
    where TState : class
{
    IEnumerable<Text> Unfinished(TState state, string household, Instant now);

    IEnumerable<Text> IPrivacyKind.Unfinished(object state, string household, Instant now) => Unfinished((TState)state, household, now);
}
