using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.District.Estates;

namespace Estate.District.Accounts.OpenId;

/// <summary>Whoever has this value of the claim may see the estates of one area.</summary>
/// <param name="Level">committee, street or district.</param>
internal sealed record MappedArea(string Value, string Level, string Area);

/// <summary>
/// Who says who somebody is, beside the accounts kept here (OpenID Connect), and what of it means what: as the file of <c>--openid</c>
/// has it.
/// </summary>
/// <param name="Claim">Whose values are mapped, such as groups.</param>
/// <param name="Contact">Whom to ask, for those who log in and have no area.</param>
internal sealed record OpenIdProvider(
    string Authority, string ClientId, string Claim, IReadOnlyList<MappedArea> Areas, NameInBoth Contact)
{
    /// <summary>Beside the file; null: a public client, which PKCE alone proves.</summary>
    public string? SecretFile { get; init; }

    // Set, not init: the generated reader gives what the file leaves out null otherwise, not these.
    public IReadOnlyList<string> Scopes { get; set; } = ["openid", "profile"];

    /// <summary>The claim that says what somebody is called.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    /// <summary>Of what <see cref="SecretFile"/> has.</summary>
    [JsonIgnore]
    internal string? Secret { get; init; }

    /// <summary>Whose session ends without the provider being asked again.</summary>
    public int SessionHours { get; set; } = 8;

    /// <returns>Null where the value means nothing here.</returns>
    internal (Level Level, string Area)? Find(string value) =>
        Areas.FirstOrDefault(one => one.Value == value) is { } found ? (LevelOf(found.Level)!.Value, found.Area) : null;

    /// <summary>A word, not its number, which parses as well.</summary>
    internal static Level? LevelOf(string word) =>
        word.All(char.IsAsciiLetter) && Enum.TryParse<Level>(word, ignoreCase: true, out var level) ? level : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(OpenIdProvider))]
internal sealed partial class OpenIdProviderJson : JsonSerializerContext;
