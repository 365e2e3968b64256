using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Estate.District.Proposals;

/// <summary>Signs what the district proposes: ECDSA over P-256. Without a key nothing is proposed.</summary>
internal sealed class ProposalSigner : IDisposable
{
    /// <summary>Of what is written; an estate that knows only older ones refuses it.</summary>
    private const int Schema = 1;
    private const int P256Bits = 256;

    private readonly ECDsa? _key;
    private readonly string _id = "";

    /// <exception cref="InvalidOperationException">The file holds no private key of P-256.</exception>
    internal ProposalSigner(DistrictSettings settings)
    {
        if (settings.ProposalsKey is not { } pem)
            return;
        _key = ECDsa.Create();
        try
        {
            _key.ImportFromPem(pem);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            throw new InvalidOperationException("proposals_key_file holds no private key of P-256 (PEM)", wrong);
        }
        if (_key.KeySize != P256Bits)
            throw new InvalidOperationException("proposals_key_file holds no private key of P-256 (PEM)");
        _id = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
    }

    internal bool IsAble => _key is not null;

    /// <summary>As an estate knows an id in its facts.</summary>
    internal static string HashOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 8));

    /// <summary>
    /// A message for one estate and no other, of a proposal or that it is withdrawn. What is signed travels as it is: nobody has to write
    /// JSON the same way.
    /// </summary>
    internal byte[] Sign(KeptProposal proposal, string site)
    {
        var (kind, content) = proposal.WithdrawnAt is null ? (proposal.Kind, proposal.Content) : ("withdrawal", "{}");
        var until = new DateTimeOffset(proposal.ValidUntil, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{proposal.Id}}","site":"{{site}}","kind":"{{kind}}","valid_until":{{until}},"content":""");
        var signed = Encoding.UTF8.GetBytes(head + content + "}");
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["schema"] = Schema,
            ["key"] = _id,
            ["signed"] = Convert.ToBase64String(signed),
            ["signature"] = Convert.ToBase64String(_key!.SignData(signed, HashAlgorithmName.SHA256)),
        });
    }

    public void Dispose() => _key?.Dispose();
}
