using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Estate.Adapters.District;
using Estate.Domain.DistrictProposals;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.District;

/// <summary>Only what the district signed, for this estate, of a kind that is known, is shown to anybody.</summary>
public sealed class ProposalReaderTests : IDisposable
{
    private const string Content = """{"title":{"zh":"停水","en":"No water"},"text":{"zh":"周二\n上午","en":"Tue"},"days":14}""";

    private readonly ECDsa _district = ECDsa.Create(ECCurve.NamedCurves.nistP256), _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ProposalKey _key;

    public ProposalReaderTests() => _key = new(_district.ExportSubjectPublicKeyInfoPem());

    public void Dispose()
    {
        _key.Dispose();
        _district.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void One_that_is_signed_is_read_as_it_was_signed()
    {
        var (one, problem) = Read(Message(Signed()));
        Assert.Null(problem);
        Assert.Equal(("p-1", ProposedKind.Notice, Content), (one!.Id, one.Kind, one.Content));
        Assert.Equal(Instant.FromUtc(2026, 12, 1, 0, 0), one.ValidUntil);
        // ECDSA signs the same otherwise each time: it is the same proposal.
        Assert.Equal(one, Read(Message(Signed())).Proposal);
        Assert.NotEqual(one.Digest, Read(Message(Signed(content: "{}"))).Proposal!.Digest);
    }

    [Theory]
    [InlineData("holidays", "Holidays")]
    [InlineData("policy", "Policy")]
    [InlineData("rule", "Rule")]
    [InlineData("profile", "Profile")]
    public void Kinds_are_those_of_the_list(string word, string kind) =>
        Assert.Equal(kind, Read(Message(Signed(kind: word))).Proposal!.Kind.ToString());

    [Fact]
    public void A_withdrawal_is_signed_for_one_estate_as_a_proposal_is()
    {
        var withdrawal = Signed(kind: "withdrawal", content: "{}");
        Assert.Equal(
            (new WithdrawProposal("p-1", Instant.FromUtc(2026, 12, 1, 0, 0)), null),
            ProposalReader.Read(Message(withdrawal), "estate-1", _key));
        Assert.Equal((null, "foreign_site"), ProposalReader.Read(Message(withdrawal), "estate-2", _key));
        Assert.Equal((null, "wrong_signature"), ProposalReader.Read(Message(withdrawal, of: Signed()), "estate-1", _key));
    }

    [Fact]
    public void Whatever_is_wrong_is_refused_with_a_word_and_repeats_nothing_of_it()
    {
        var whole = Message(Signed());
        var forged = Signed(content: """{"title":"forged"}""");
        foreach (var (message, reason) in new (byte[], string)[]
        {
            (Message(Signed(), of: forged), "wrong_signature"),
            (Message(Signed(), by: _other, key: _key.Id), "wrong_signature"),
            (Message(Signed(), by: _other), "unknown_key"),
            (Message(Signed(), schema: 2), "newer_schema"),
            (Message(Signed(site: "estate-2")), "foreign_site"),
            (Message(Signed(kind: "order")), "unknown_kind"),
            (Message(Signed(kind: "notice\",\"kind\":\"notice")), "malformed"),
            (Message(Signed(id: "P 1")), "malformed"),
            (Message(Signed(content: "[]")), "malformed"),
            (Message(Signed(content: """{"a":1,"a":2}""")), "malformed"),
            (Message(Signed(content: """{"title":"a\u0007b"}""")), "control_characters"),
            (Message(Signed(content: """{"title":"a\u202eb"}""")), "control_characters"),
            (Message(Signed(content: $$"""{"title":"{{new string('x', DistrictProposal.MaxContent)}}"}""")), "too_large"),
            (Message(Signed(content: string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40))), "malformed"),
            (new byte[ProposalReader.MaxMessage + 1], "too_large"),
            ([.. whole.Take(40)], "malformed"), ([], "malformed"), ("null"u8.ToArray(), "malformed"), ("{}"u8.ToArray(), "malformed"),
        })
            Assert.Equal((null, reason), Read(message));
    }

    [Fact]
    public void Only_a_public_key_of_P256_is_one()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => new ProposalKey(larger.ExportSubjectPublicKeyInfoPem()));
        Assert.ThrowsAny<ArgumentException>(() => new ProposalKey("no key"));
    }

    private (DistrictProposal? Proposal, string? Problem) Read(byte[] message) =>
        ProposalReader.Read(message, "estate-1", _key) is var (request, problem) ? ((request as ReceiveProposal)?.Proposal, problem)
            : default;

    private static string Signed(
        string id = "p-1", string site = "estate-1", string kind = "notice", string content = Content) =>
        $$"""{"id":"{{id}}","site":"{{site}}","kind":"{{kind}}","valid_until":1796083200000,"content":{{content}}}""";

    /// <param name="of">What the signature is of, where that is not what is sent.</param>
    /// <param name="key">Whose it says it is.</param>
    private byte[] Message(string signed, int schema = 1, string? of = null, ECDsa? by = null, string? key = null)
    {
        by ??= _district;
        using var named = new ProposalKey(by.ExportSubjectPublicKeyInfoPem());
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            schema,
            key = key ?? named.Id,
            signed = Encoding.UTF8.GetBytes(signed),
            signature = by.SignData(Encoding.UTF8.GetBytes(of ?? signed), HashAlgorithmName.SHA256),
        });
    }
}
