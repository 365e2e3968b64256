using Estate.Domain.People;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>A one-time code's content: what its account will be, or whose password it replaces.</summary>
/// <param name="Person">The id of who gets a new password; null: a new account.</param>
public sealed record Invitation(IReadOnlyList<Role> Roles, string? Household, string? Person, string By, Instant Made, Instant Expires)
{
    /// <summary>Of the account when the code was made: one that has changed since is not touched.</summary>
    public string? Stamp { get; init; }
}
