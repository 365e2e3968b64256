using Dapper;
using Estate.Adapters.Storage.Privacy;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.Points;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Adapters.Storage;

/// <summary>
/// A fact and its place in the journal; facts of one <paramref name="Step"/> came of one signal (0: recorded before that was kept).
/// </summary>
public sealed record JournalEntry(long N, long Step, Fact Fact)
{
    /// <summary>What was concluded from it at once; null for nothing.</summary>
    public Fact? Concluded { get; init; }

    /// <summary>What happened and what was concluded, as people read it.</summary>
    public Text Describe(DateTimeZone zone)
    {
        var happened = Fact.Describe(zone);
        return Concluded?.Describe(zone) is { } concluded ? new($"{happened.Zh}。{concluded.Zh}", $"{happened.En}. {concluded.En}")
            : happened;
    }
}

/// <summary>The journal as a story: what came of what.</summary>
public sealed class JournalReader(EstateDatabase database, EstateReader reader)
{
    private const int MaxFactsPerStep = 200, MaxFactsPerStory = 300, CauseLookedForIn = 500, ShownBefore = 5;
    private const string Columns = "SELECT n, CAST(step AS INTEGER), CAST(slice AS TEXT), CAST(body AS TEXT) FROM fact";
    private static readonly Duration StoryLasts = Duration.FromDays(3), ShortlyBefore = Duration.FromMinutes(1);

    /// <summary>Newest first, of one device, older than <paramref name="before"/>.</summary>
    public IReadOnlyList<JournalEntry> Of(DeviceId device, long before, int limit)
    {
        using var connection = database.Open();
        return Newest(connection, device, before, limit);
    }

    /// <summary>Newest first, of all devices, older than <paramref name="before"/>.</summary>
    public IReadOnlyList<JournalEntry> Latest(long before, int limit)
    {
        using var connection = database.Open();
        return Entries(connection, "WHERE n < @before ORDER BY n DESC LIMIT @limit", new { before, limit });
    }

    /// <summary>The number of the first fact that happened at or after that time; null where there is none.</summary>
    public long? FirstSince(Instant at)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long?>("SELECT min(n) FROM fact_at WHERE at >= @at", new { at = at.ToUnixTimeMilliseconds() });
    }

    /// <summary>
    /// From the signal to all that came of it, oldest first: the facts of the same step, those of the same session, order or alert,
    /// what an alert is about, and where nothing else explains it, what the device sent in the minute before. Empty for a number that is
    /// not there.
    /// </summary>
    public IReadOnlyList<JournalEntry> Why(long n)
    {
        using var connection = database.Open();
        var story = new SortedDictionary<long, JournalEntry>();
        if (Entries(connection, "WHERE n = @n", new { n }) is not [var asked])
            return [];
        AddStep(connection, story, asked);
        var threads = story.Values.Where(entry => entry.Fact.CorrelationId is not null)
            .Select(entry => (entry.Fact.Device, Id: entry.Fact.CorrelationId!)).Distinct().ToList();
        if (threads.Count > 0)
        {
            var span = SpanAround(connection, asked.Fact.Time.At);
            foreach (var (device, thread) in threads)
                AddThread(connection, story, device, thread, span);
        }
        foreach (var raised in story.Values.Where(entry => entry.Fact is AlertRaised).ToList())
            AddCause(connection, story, raised);
        if (story.Count == 1 && asked.Concluded is null)
            foreach (var entry in Newest(connection, asked.Fact.Device, n, ShownBefore))
                if (asked.Fact.Time.At - entry.Fact.Time.At <= ShortlyBefore)
                    AddStep(connection, story, entry);
        return [.. story.Values];
    }

    /// <summary>When a rule fired, newest first.</summary>
    public IReadOnlyList<JournalEntry> Firings(string rule, int limit)
    {
        using var connection = database.Open();
        return Entries(
            connection,
            """
            WHERE n IN (
              SELECT n FROM fact_of_device WHERE device IN (SELECT id FROM device)
              AND type IN (SELECT id FROM fact_type WHERE type = 'rule_fired'))
            AND json_valid(body) AND json_extract(body, '$.rule') = @rule ORDER BY n DESC LIMIT @limit
            """,
            new { rule, limit });
    }

    /// <summary>The fact that raised an alert, or null.</summary>
    public long? NumberOf(Alert alert)
    {
        using var connection = database.Open();
        const string meant =
            """
            WHERE n IN (
              SELECT n FROM fact_of_device WHERE device = (SELECT id FROM device WHERE name = @device)
              AND type IN (SELECT id FROM fact_type WHERE type = 'alert_raised'))
            AND at >= @since AND (instr(body, @id) OR instr(body, @escaped)) ORDER BY n
            """;
        var (device, since) = (alert.Key.Device.ToString(), alert.Since.ToUnixTimeMilliseconds());
        var (id, escaped) = StoredStrings.Quoted(alert.Id);
        return Entries(connection, meant, new { device, since, id, escaped })
            .FirstOrDefault(entry => entry.Fact.CorrelationId == alert.Id)?.N;
    }

    /// <summary>The decision about points that a session of that time ended in, or null.</summary>
    public long? NumberOf(Transfer transfer)
    {
        using var connection = database.Open();
        // Only those that may be meant are brought here: three days have thousands of decisions.
        const string meant =
            """
            WHERE n IN (SELECT n FROM fact_at WHERE at BETWEEN @from AND @until) AND type IN @words
            AND (instr(body, @reference) OR instr(body, @escaped)) ORDER BY n DESC
            """;
        var (from, until) = (transfer.At.ToUnixTimeMilliseconds(), (transfer.At + StoryLasts).ToUnixTimeMilliseconds());
        var (reference, escaped) = StoredStrings.Quoted(transfer.Reference);
        return Entries(connection, meant, new { from, until, reference, escaped, words = reader.WordsWith(typeof(AwardDecided)) })
            .FirstOrDefault(entry =>
                (entry.Concluded ?? entry.Fact) is AwardDecided decided && decided.CorrelationId == transfer.Reference)?.N;
    }

    private void AddStep(SqliteConnection connection, SortedDictionary<long, JournalEntry> story, JournalEntry entry)
    {
        story[entry.N] = entry;
        if (entry.Step > 0 && story.Count < MaxFactsPerStory)
            foreach (var mate in Entries(
                    connection, "WHERE n BETWEEN @Step AND @last AND step = @Step",
                    new { entry.Step, last = entry.Step + MaxFactsPerStep }))
                story[mate.N] = mate;
    }

    /// <summary>Numbers follow the time, but for what came late: their span spares all else that a device ever said.</summary>
    private static (long From, long Until, long? Low, long? High) SpanAround(SqliteConnection connection, Instant at)
    {
        var (from, until) = ((at - StoryLasts).ToUnixTimeMilliseconds(), (at + StoryLasts).ToUnixTimeMilliseconds());
        var (low, high) = connection.QuerySingle<(long?, long?)>(
            "SELECT min(n), max(n) FROM fact_at WHERE at BETWEEN @from AND @until", new { from, until });
        return (from, until, low, high);
    }

    private void AddThread(
        SqliteConnection connection, SortedDictionary<long, JournalEntry> story, DeviceId device, string thread,
        (long From, long Until, long? Low, long? High) span)
    {
        var (from, until, low, high) = span;
        const string when = "at BETWEEN @from AND @until AND instr(body, @thread) ORDER BY n LIMIT @MaxFactsPerStory";
        const string those = $"WHERE n IN ({NewestFacts.Between}) AND {when}";
        var asked = new { device = device.ToString(), low, high, from, until, thread, MaxFactsPerStory };
        foreach (var entry in Entries(connection, those, asked))
            if (entry.Fact.CorrelationId == thread)
                AddStep(connection, story, entry);
    }

    /// <summary>What an alert is about may have been said long before it was raised: delays lie between.</summary>
    private void AddCause(SqliteConnection connection, SortedDictionary<long, JournalEntry> story, JournalEntry alert)
    {
        var raised = (AlertRaised)alert.Fact;
        var cause = Newest(connection, raised.Device, alert.N + 1, CauseLookedForIn)
            .FirstOrDefault(entry =>
                entry.Fact.Conditions.Any(said => said.IsActive && said.Type == raised.Condition && said.Component == raised.Component));
        if (cause is not null)
            AddStep(connection, story, cause);
    }

    private List<JournalEntry> Newest(SqliteConnection connection, DeviceId device, long before, int limit) =>
        Entries(connection, $"WHERE n IN ({NewestFacts.Numbers}) ORDER BY n DESC", new { device = device.ToString(), before, limit });

    private List<JournalEntry> Entries(SqliteConnection connection, string where, object parameters) =>
        [.. connection.Query<(long N, long Step, string Slice, string Body)>($"{Columns} {where}", parameters)
        .Select(row => reader.FactOf(row.Slice, row.Body) is { } fact
            ? new JournalEntry(row.N, row.Step, fact) { Concluded = reader.ConclusionIn(row.Body) } : null).OfType<JournalEntry>()];
}
