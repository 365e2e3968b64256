using Estate.Domain.Points;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>A transfer as the database spells it.</summary>
internal sealed record TransferRow(byte[] Id, long At, string Debit, string Credit, long Points, long Code, string Reference, string By)
{
    internal Transfer ToTransfer() => new(
        new Guid(Id, bigEndian: true), new AccountId(Debit), new AccountId(Credit), checked((int)Points),
        (TransferCode)Code, Instant.FromUnixTimeMilliseconds(At), Reference, By);
}
