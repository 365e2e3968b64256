using System.Text.Json.Serialization.Metadata;
using Dapper;
using Estate.Domain.Alerts;
using Estate.Domain.Credentials;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Funds;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Domain.Rules;
using Estate.Domain.Visits;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>Reads what was committed. Opens a connection per call, so that it never waits for the writer.</summary>
public sealed partial class EstateReader(EstateDatabase database, IEnumerable<IDeviceKind> kinds)
{
    private const int FactsAtATime = 1_000;
    private const string TransferColumns = "SELECT id, at, debit, credit, points, code, reference, by FROM transfer";

    private readonly Dictionary<string, JsonTypeInfo> _states = kinds.ToDictionary(kind => kind.Name, kind => kind.StateSchema);

    private readonly Dictionary<string, JsonTypeInfo> _facts = kinds
        .Select(kind => (kind.Name, kind.FactSchema))
        .Append((DeviceFact.SliceName, DeviceFact.Json))
        .Append((PointsFact.SliceName, PointsFact.Json))
        .Append((AlertFact.SliceName, AlertFact.Json)).Append((RuleFact.SliceName, RuleFact.Json))
        .Append((PollFact.SliceName, PollFact.Json)).Append((NoticeFact.SliceName, NoticeFact.Json))
        .Append((ProjectFact.SliceName, ProjectFact.Json)).Append((FundFact.SliceName, FundFact.Json))
        .Append((VisitFact.SliceName, VisitFact.Json)).Append((ProposalFact.SliceName, ProposalFact.Json))
        .ToDictionary(pair => pair.Item1, pair => pair.Item2);

    private Conclusions? _conclusions;
    private long _damaged;

    /// <summary>Rows of the journal that could not be read.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);
    internal void CountDamage() => Interlocked.Increment(ref _damaged);

    /// <summary>What was saved of each device; the state is null where the disk has damaged it.</summary>
    public IEnumerable<(DeviceId Device, Presence Presence, object? State)> States()
    {
        using var connection = database.Open();
        foreach (var (device, presence, body) in connection.Query<(string, string, string)>(
                $"SELECT {Text("device")}, {Text("presence")}, {Text("body")} FROM state"))
        {
            if (!DeviceId.TryParse(device, out var id))
                Interlocked.Increment(ref _damaged);
            else if (_states.TryGetValue(id.Kind, out var schema))
                yield return (id, (Presence?)Read(presence, Presence.Json) ?? new Presence(), Read(body, schema));
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Fact> FactsOf(DeviceId device, int limit) =>
    [
        .. Facts(
            $"SELECT {Text("slice")}, {Text("body")} FROM fact WHERE n IN ({NewestFacts.Numbers}) ORDER BY n",
            new { device = device.ToString(), before = long.MaxValue, limit }).AsEnumerable().Reverse().Take(limit),
    ];

    /// <summary>Newest first, of one type only.</summary>
    public IReadOnlyList<T> FactsOf<T>(DeviceId device, int limit)
        where T : Fact => [.. FactsOf(device, limit, [typeof(T)]).Cast<T>()];

    /// <summary>Newest first, of some types; at most <paramref name="limitEach"/> of each.</summary>
    public IReadOnlyList<Fact> FactsOf(DeviceId device, int limitEach, IEnumerable<Type> types)
    {
        using var connection = database.Open();
        return [.. types.SelectMany(type => NewestOf(connection, device, limitEach, type))
            .OrderByDescending(one => one.N).Select(one => one.Fact)];
    }

    /// <summary>In entries of others they may be rare: as far back as it takes.</summary>
    private List<(long N, Fact Fact)> NewestOf(SqliteConnection connection, DeviceId device, int limit, Type type)
    {
        var words = WordsWith(type);
        for (var entries = limit; ; entries = checked(entries * 4))
        {
            var (found, complete) = (new List<(long N, Fact Fact)>(), long.MinValue);
            foreach (var word in words)
            {
                var rows = connection.Query<(long N, string Slice, string Body)>(
                    $"SELECT n, {Text("slice")}, {Text("body")} FROM fact WHERE n IN ({NewestFacts.OfType})",
                    new { device = device.ToString(), type = word, limit = entries }).ToList();
                foreach (var (n, slice, body) in rows)
                    found.AddRange(AllIn(slice, body).Where(fact => fact.GetType() == type).Select(fact => (n, fact)));
                if (rows.Count == entries && entries > 0)
                    complete = Math.Max(complete, rows.Min(row => row.N));
            }
            var newest = found.Where(one => one.N >= complete).OrderByDescending(one => one.N).Take(limit).ToList();
            if (newest.Count == limit || complete == long.MinValue || words.Count == 1)
                return newest;
        }
    }

    /// <summary>Of the facts with those numbers, the ones that add to the totals of their days.</summary>
    internal IReadOnlyList<Fact> Contributions(long first, long last) => Facts(
        $"SELECT {Text("slice")}, {Text("body")} FROM fact WHERE n BETWEEN @first AND @last AND type IN @words",
        new { first, last, words = FactTypes.With(nameof(Fact.Contribution), _facts.Values) });

    /// <summary>In the order they were recorded, of one type, of all devices, by the time they happened.</summary>
    public IReadOnlyList<Fact> FactsSince(Type type, Instant since) =>
    [
        .. Facts(
            $"SELECT {Text("slice")}, {Text("body")} FROM fact WHERE n IN (SELECT n FROM fact_at WHERE at >= @since) AND type IN @words "
                + "ORDER BY n",
            new { words = WordsWith(type), since = since.ToUnixTimeMilliseconds() }).Where(fact => fact.GetType() == type),
    ];

    /// <summary>
    /// In the order they were recorded, of some types, of all devices, from the first that happened at or after <paramref name="from"/>;
    /// read as they are taken.
    /// </summary>
    public IEnumerable<Fact> FactsBetween(IReadOnlyList<Type> types, Instant from, Instant untilExclusive)
    {
        var (words, until) = (types.SelectMany(WordsWith).Distinct().ToList(), untilExclusive.ToUnixTimeMilliseconds());
        // Piece by piece: a reader that takes its time must not keep the write-ahead log from being emptied.
        List<(long N, string Slice, string Body)> rows = [];
        for (long? next = FirstSince(from); next is not null; next = rows.Count == FactsAtATime ? rows[^1].N + 1 : null)
        {
            using (var connection = database.Open())
                rows = [.. connection.Query<(long, string, string)>(
                    $"SELECT n, {Text("slice")}, {Text("body")} FROM fact WHERE n >= @next AND at < @until AND type IN @words ORDER BY n "
                        + "LIMIT @FactsAtATime", new { next, until, words, FactsAtATime })];
            foreach (var (_, slice, body) in rows)
                foreach (var fact in AllIn(slice, body))
                    if (types.Contains(fact.GetType()))
                        yield return fact;
        }
    }

    private long? FirstSince(Instant from)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>(
            "SELECT min(n) FROM fact_at WHERE at >= @from", new { from = from.ToUnixTimeMilliseconds() });
    }

    /// <summary>Where rules stood.</summary>
    public IReadOnlyList<RuleState> RuleStates()
    {
        using var connection = database.Open();
        return [.. connection.Query<string>("SELECT body FROM rule_state").Select(body => Read(body, RuleState.Json)).OfType<RuleState>()];
    }

    /// <summary>When the newest fact was received.</summary>
    public Instant NewestReceipt()
    {
        using var connection = database.Open();
        return InstantConverter.FromMilliseconds(
            connection.QueryFirstOrDefault<long>("SELECT CAST(at + delay AS INTEGER) FROM journal ORDER BY n DESC LIMIT 1"))
            ?? NodaConstants.UnixEpoch;
    }

    /// <summary>Balances of all time, and the ids and open reservations since a day.</summary>
    public void Restore(Ledger ledger, LocalDate since)
    {
        using var connection = database.Open();
        var balances = connection.Query<(string Name, long Balance)>("SELECT name, balance FROM account");
        var transfers = connection.Query<TransferRow>(
            TransferColumns + " WHERE id >= @first",
            new { first = TransferIds.FirstOf(since).ToByteArray(bigEndian: true) }, buffered: false);
        var ids = new List<(Guid, Instant)>();
        var open = new Dictionary<Guid, Transfer>();
        foreach (var transfer in transfers.Select(row => row.ToTransfer()))
        {
            ids.Add((transfer.Id, transfer.At));
            if (transfer.Code == TransferCode.Reserve)
                open.Add(transfer.Id, transfer);
        }
        foreach (var resolved in Resolutions(connection))
            open.Remove(resolved);
        ledger.Restore(balances.Select(row => (new AccountId(row.Name), row.Balance)), ids, open.Values);
    }

    /// <summary>Of a household's account, newest first; every transfer has one at most.</summary>
    public IReadOnlyList<Transfer> Transfers(AccountId household, int limit)
    {
        using var connection = database.Open();
        // From the newest to the one before, and so on; what is not in the chain yet is looked through.
        const string numbers =
            $"""
            WITH RECURSIVE chain(n) AS (
              SELECT newest FROM balance WHERE name = @Name AND newest > 0
              UNION ALL SELECT older.previous FROM chain JOIN transfer AS older ON older.n = chain.n WHERE older.previous > 0
              LIMIT @limit)
            SELECT n FROM chain
            UNION ALL SELECT n FROM transfer WHERE n > (SELECT transfer FROM settled) AND {Settlement.Household} = @Name
            """;
        return [.. connection.Query<TransferRow>(
            $"{TransferColumns} WHERE n IN ({numbers}) ORDER BY n DESC LIMIT @limit",
            new { household.Name, limit }).Select(row => row.ToTransfer())];
    }

    public Transfer? Transfer(Guid id)
    {
        using var connection = database.Open();
        return connection.QueryFirstOrDefault<TransferRow>(
            TransferColumns + " WHERE id = @id", new { id = id.ToByteArray(bigEndian: true) })?.ToTransfer();
    }

    /// <summary>Its number in the journal; 0 where there is none.</summary>
    public long NewestFact()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>("SELECT max(n) FROM journal") ?? 0;
    }

    public void Restore(CardRegistry cards, string purpose)
    {
        using var connection = database.Open();
        foreach (var (token, household, blocked, needsTime) in connection.Query<(string, string, bool, bool)>(
            "SELECT token, household, blocked, needs_time FROM card WHERE purpose = @purpose", new { purpose }))
            cards.Put(new CardToken(token), new CardHolder(household, blocked) { NeedsTime = needsTime });
    }

    /// <summary>Those the journal has told of.</summary>
    public IReadOnlySet<string> DevicesWithFacts()
    {
        using var connection = database.Open();
        return KnownDevices.OfFacts(connection);
    }

    private static IEnumerable<Guid> Resolutions(SqliteConnection connection) =>
        connection.Query<string>("SELECT reference FROM transfer WHERE code IN (3, 4)").Select(Guid.Parse);

    /// <summary>By which a type of facts is stored.</summary>
    internal string WordOf(Type type) => FactTypes.WordOf(type, _facts.Values);

    /// <summary>By which entries are stored that may hold facts of a type.</summary>
    internal IReadOnlyList<string> WordsWith(Type type) => [WordOf(type), .. FactTypes.WordsOf(Conclusions.CausesOf(type), _facts.Values)];

    /// <summary>By slice.</summary>
    internal IReadOnlyDictionary<string, JsonTypeInfo> FactSchemas => _facts;

    /// <summary>Null where the disk has damaged it.</summary>
    internal Fact? FactOf(string slice, string body)
    {
        if (_facts.TryGetValue(slice, out var schema))
            return Read(body, schema) as Fact;
        Interlocked.Increment(ref _damaged);
        return null;
    }

    /// <summary>What was concluded from the fact of an entry; null for nothing.</summary>
    internal Fact? ConclusionIn(string body) => (_conclusions ??= new(_facts.Values)).In(body);

    /// <summary>An entry's fact and what was concluded from it; none where the disk has damaged it.</summary>
    internal IEnumerable<Fact> AllIn(string slice, string body)
    {
        if (FactOf(slice, body) is not { } fact)
            yield break;
        yield return fact;
        if (ConclusionIn(body) is { } concluded)
            yield return concluded;
    }

    /// <summary>A column as text whatever the disk made of it: a value of another type must not end the reading of all others.</summary>
    internal static string Text(string column) => $"CAST({column} AS TEXT)";

    private List<Fact> Facts(string sql, object parameters)
    {
        using var connection = database.Open();
        return [.. connection.Query<(string Slice, string Body)>(sql, parameters).SelectMany(row => AllIn(row.Slice, row.Body))];
    }

    /// <summary>One damaged row must not hide the others; it is counted.</summary>
    private object? Read(string body, JsonTypeInfo schema)
    {
        var read = StoredJson.TryRead(body, schema);
        if (read is null)
            Interlocked.Increment(ref _damaged);
        return read;
    }
}
