using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using NodaTime;

namespace Estate.Adapters.District;

/// <summary>
/// Reads what the district proposes. Nothing of it is looked at before its signature holds; and then it is still a stranger's text, of
/// which anything odd is refused with a reason that repeats none of it.
/// </summary>
public static partial class ProposalReader
{
    /// <summary>Of a message, in bytes.</summary>
    internal const int MaxMessage = 65_536;

    private const int Schema = 1, MaxDepth = 16;

    /// <summary>Not on the list of kinds: it proposes nothing.</summary>
    private const string Withdrawal = "withdrawal";

    /// <returns>What the estate is asked for, to be shown a proposal or not any more; or why it is neither, in a word.</returns>
    public static (IRequest? Request, string? Problem) Read(ReadOnlyMemory<byte> message, string site, ProposalKey key)
    {
        if (message.Length > MaxMessage)
            return (null, "too_large");
        try
        {
            var sealedOne = JsonSerializer.Deserialize(message.Span, ProposalMessageJson.Default.SealedProposal);
            if (sealedOne is null)
                return (null, "malformed");
            if (sealedOne.Schema > Schema)
                return (null, "newer_schema");
            if (sealedOne.Key != key.Id)
                return (null, "unknown_key");
            return key.Verify(sealedOne.Signed, sealedOne.Signature) ? OfSigned(sealedOne.Signed, site) : (null, "wrong_signature");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return (null, "malformed");
        }
    }

    private static (IRequest? Request, string? Problem) OfSigned(byte[] signed, string site)
    {
        var said = JsonSerializer.Deserialize(signed, ProposalMessageJson.Default.SignedProposal);
        if (said is null || !Id().IsMatch(said.Id))
            return (null, "malformed");
        if (said.Site != site)
            return (null, "foreign_site");
        var kind = KindOf(said.Kind);
        if (kind is null && said.Kind != Withdrawal)
            return (null, "unknown_kind");
        if (said.Content.ValueKind != JsonValueKind.Object || said.ValidUntil is < 0 or > 253_402_300_799_999)
            return (null, "malformed");
        var content = said.Content.GetRawText();
        if (Encoding.UTF8.GetByteCount(content) > DistrictProposal.MaxContent)
            return (null, "too_large");
        if (HasOddLetters(said.Content))
            return (null, "control_characters");
        var until = Instant.FromUnixTimeMilliseconds(said.ValidUntil);
        return (kind is null ? new WithdrawProposal(said.Id, until)
            : new ReceiveProposal(new(said.Id, kind.Value, until, content, Convert.ToHexStringLower(SHA256.HashData(signed)))), null);
    }

    /// <summary>Null for one that is on no list: what it may be is decided here, not there.</summary>
    private static ProposedKind? KindOf(string word) => word switch
    {
        "notice" => ProposedKind.Notice,
        "holidays" => ProposedKind.Holidays,
        "policy" => ProposedKind.Policy,
        "rule" => ProposedKind.Rule,
        "profile" => ProposedKind.Profile,
        _ => null,
    };

    private static bool HasOddLetters(JsonElement one) => one.ValueKind switch
    {
        JsonValueKind.String => one.GetString()!.Any(IsOdd),
        JsonValueKind.Array => one.EnumerateArray().Any(HasOddLetters),
        JsonValueKind.Object => one.EnumerateObject().Any(member => member.Name.Any(IsOdd) || HasOddLetters(member.Value)),
        _ => false,
    };

    /// <summary>What is not seen, or turns the line around.</summary>
    private static bool IsOdd(char letter) =>
        (char.IsControl(letter) && letter != '\n') || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex Id();

    /// <param name="Key">Whose signature it is.</param>
    internal sealed record SealedProposal(int Schema, string Key, byte[] Signed, byte[] Signature);

    internal sealed record SignedProposal(string Id, string Site, string Kind, long ValidUntil, JsonElement Content);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = MaxDepth)]
    [JsonSerializable(typeof(SealedProposal))]
    [JsonSerializable(typeof(SignedProposal))]
    private sealed partial class ProposalMessageJson : JsonSerializerContext;
}
