using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>An account. What proves who somebody is stands here as hashes, or encrypted.</summary>
public sealed class Person
{
    public required string Id { get; init; }
    public string Name { get; set; } = "";

    /// <summary>The name as it is looked up: two that differ by case only are one.</summary>
    public string Lookup { get; set; } = "";

    public IReadOnlyList<Role> Roles { get; set; } = [];

    /// <summary>Whose points this person may see; null for somebody without a household here.</summary>
    public string? Household { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Changes with every credential of this person; earlier logins then end.</summary>
    public string Stamp { get; set; } = "";

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Of the authenticator app, encrypted.</summary>
    public string? AuthenticatorKey { get; set; }

    public bool HasSecondFactor { get; set; }

    /// <summary>Hashes of those not used yet.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    /// <summary>Codes of the app that were taken lately, hashed, with when: none is taken twice (RFC 6238 §5.2).</summary>
    public IReadOnlyList<UsedCode> UsedCodes { get; set; } = [];

    public Instant Made { get; init; }

    /// <summary>Which version was read; the store refuses to write over another.</summary>
    [JsonIgnore]
    public long Version { get; set; }

    /// <summary>What the next save writes into the audit with it.</summary>
    [JsonIgnore]
    public AuditEntry? Noted { get; set; }

    /// <summary>The invitation the next save uses up, by its hash.</summary>
    [JsonIgnore]
    public string? Invitation { get; set; }

    /// <summary>What this person may do: the roles, and a household's if there is one.</summary>
    public IReadOnlyList<Role> AllRoles() => Household is null || Roles.Contains(Role.Resident) ? Roles : [.. Roles, Role.Resident];
}

/// <summary>A code of the app, hashed, and when it was taken.</summary>
public sealed record UsedCode(string Hash, Instant At);

/// <summary>
/// A program that acts for the estate: as which roles, and at most where (<c>points:read</c>, <c>alerts:write</c>, <c>*</c>).
/// </summary>
public sealed record Token(string Name, IReadOnlyList<Role> Roles, IReadOnlyList<string> Scopes, string By, Instant Made);

/// <summary>Where somebody is logged in.</summary>
public sealed record Session(string Id, string Person, Instant Began, Instant Seen, Instant Expires, string Browser);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(InstantConverter), typeof(SnakeCaseEnumConverter<Role>)])]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(Token))]
internal sealed partial class PeopleJson : JsonSerializerContext;
