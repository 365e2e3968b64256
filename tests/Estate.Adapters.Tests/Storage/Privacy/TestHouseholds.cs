using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Totals;
using Estate.Domain.Bins;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;

namespace Estate.Adapters.Tests.Storage.Privacy;

/// <summary>
/// A database with some households' points, taps, questions and cards, each step by the domain's own ledger. Names are such as are found
/// nowhere by chance.
/// </summary>
internal sealed class TestHouseholds : IDisposable
{
    public const string Leaving = "7-2-301", Staying = "7-2-3011", Chinese = "八栋1301室";
    public static readonly string[] All = [Leaving, Staying, Chinese];
    public static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DeviceId Desk = new("gateway", "desk"), Station = new("bins", "station-1");

    private readonly TemporaryFolder _folder = new();
    private readonly EstateStore _store;
    private readonly CommitBatch _batch = new();
    private int _steps;

    public TestHouseholds()
    {
        Database = new EstateDatabase(_folder.File("estate.db"));
        Audit = new AuditChain(Database, Key);
        TotalsRebuild.Begin(Database, DateTimeZone.Utc);
        _store = new EstateStore(Database, Kinds, Audit);
        CardImport.Run(Database, TestCards.Hasher, All.Select((household, index) => $"{household},CARD000{index}"));
    }

    public EstateDatabase Database { get; }
    public AuditChain Audit { get; }
    public IReadOnlyList<IDeviceKind> Kinds { get; } = [new StationKind(TestCards.Hasher)];
    public EstateReader Reader => new(Database, Kinds);
    public Ledger Ledger { get; } = new();
    public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 2, 0, 0);

    /// <summary>Of a household's card.</summary>
    public static CardToken CardOf(string household) =>
        TestCards.Hasher.TryHash($"CARD000{Array.IndexOf(All, household)}", out var token) ? token : throw new ArgumentException(household);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>A visit that brought points; of one household as it is written now, of the others as it was before.</summary>
    public Transfer Award(string household, int points)
    {
        var (session, at) = (Next("s"), Time);
        Record(new CardTapped(Station, at, session, CardOf(household)));
        Record(new Deposited(Station, at, session, at, household, WasteCategory.Wet, 500));
        var decided = new AwardDecided(Station, at, session, household, AwardResult.Awarded) { Points = points };
        if (household == Chinese)
            _batch.Conclusions[_batch.Facts.Count - 1] = decided;
        else
            Record(decided);
        return Move(
            new(TransferIds.Award("test", household, Now.InUtc().Date, session), AccountId.Issuance, AccountId.Household(household), points,
            TransferCode.Award, Now, session));
    }

    public Transfer? Reserve(string household, int points)
    {
        var id = TransferIds.Reservation(household, Now, Next("desk"));
        var reserve = new Transfer(
            id, AccountId.Household(household), AccountId.Reserved, points, TransferCode.Reserve, Now, household, "desk");
        return Ledger.BalanceOf(reserve.Debit) < points ? null : Move(reserve);
    }

    public void Resolve(Transfer reserve, bool isPosted) => Move(new(
        TransferIds.Resolution(reserve), AccountId.Reserved, isPosted ? AccountId.Rolls : reserve.Debit, reserve.Points, isPosted
        ? TransferCode.Post : TransferCode.Void, Now, reserve.Id.ToString("D"), "desk"));

    /// <summary>Asked for by somebody, so that the audit seals it.</summary>
    public void Correct(string household, int points)
    {
        var proposal = Next("p");
        Record(new CorrectionProposed(Desk, Time, proposal, household, points, $"住户 {household} called about bag 3", "desk"));
        _batch.Audit.Add((new(Now, "desk", "propose_correction", household, $"for {household}"), _batch.Facts.Count - 1, 1));
        Move(new(
            TransferIds.Correction("test", proposal, Now.InUtc().Date), AccountId.Adjustment, AccountId.Household(household), points,
            TransferCode.Correction, Now, $"{household} called", "desk"));
    }

    public void Dispute(Transfer transfer, string household)
    {
        Record(new TransferDisputed(Desk, Time, transfer.Id, household, $"we of {household} came twice", "li"));
        _batch.Audit.Add((new(Now, "li", "dispute_transfer", transfer.Id.ToString("D"), ""), _batch.Facts.Count - 1, 1));
    }

    public void Commit()
    {
        _store.Commit(_batch);
        _batch.Clear();
    }

    /// <summary>No program holds it any more; what is on the disk.</summary>
    public byte[] Bytes()
    {
        _store.Dispose();
        return [.. File.ReadAllBytes(Database.Path), .. File.Exists(Database.Path + "-wal") ? File.ReadAllBytes(Database.Path + "-wal")
            : []];
    }

    public void Record(Fact fact) => _batch.Facts.Add(fact);

    private EventTime Time => EventTime.Now(Now);

    private string Next(string prefix) => $"{prefix}{++_steps}";

    private Transfer Move(Transfer transfer)
    {
        if (Ledger.Apply(transfer) != Domain.Points.LedgerVerdict.Applied)
            throw new InvalidOperationException(transfer.ToString());
        _batch.Transfers.Add(transfer);
        Now += Duration.FromSeconds(1);
        return transfer;
    }
}
