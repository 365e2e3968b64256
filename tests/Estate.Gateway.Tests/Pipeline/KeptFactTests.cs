using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Estate.Adapters.Storage;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Funds;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Domain.Rules;
using Estate.Domain.Visits;
using Estate.Gateway.Tests.Configuration;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline;

/// <summary>Whatever a fact says, the journal gives it back, though its columns and its body share the telling.</summary>
public sealed class KeptFactTests : IDisposable
{
    private static readonly DeviceId Device = new("bins", "one");
    private static readonly EventTime Time = new(
        Instant.FromUnixTimeMilliseconds(1_772_000_000_123), Instant.FromUnixTimeMilliseconds(1_772_000_004_567), ClockTrust.Holdover);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_of_fact_comes_back_as_it_was()
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        var facts = Schemas().SelectMany(Samples).ToList();
        Assert.True(facts.Count > 50, "too few types were found");
        var batch = new CommitBatch { Steps = { 0 } };
        batch.Facts.AddRange(facts);
        using (var store = new EstateStore(database, TestInventory.Kinds, new AuditChain(database, new byte[32])))
            store.Commit(batch);
        var reader = new EstateReader(database, TestInventory.Kinds);
        var read = reader.FactsOf(Device, facts.Count).Reverse().ToList();
        Assert.Equal(0, reader.Damaged);
        Assert.Equal(facts.Select(Written), read.Select(Written));
        Assert.Equal(0, TestDatabase.Count(
            _folder.File("estate.db"),
            "SELECT count(*) FROM journal WHERE clock IS NULL OR instr(body, '\"received_at\":1772000004567')"));
    }

    private static IEnumerable<JsonTypeInfo> Schemas() =>
        TestInventory.Kinds.Select(kind => kind.FactSchema).Distinct()
            .Concat([DeviceFact.Json, PointsFact.Json, AlertFact.Json, RuleFact.Json, PollFact.Json, NoticeFact.Json,
                ProjectFact.Json, FundFact.Json, VisitFact.Json, ProposalFact.Json]);

    private static IEnumerable<Fact> Samples(JsonTypeInfo schema)
    {
        foreach (var derived in schema.PolymorphismOptions!.DerivedTypes)
        {
            var sample = SampleJson.Of(schema.Options.GetTypeInfo(derived.DerivedType), Special)!.AsObject();
            sample.Insert(0, "type", (string)derived.TypeDiscriminator!);
            yield return (Fact)sample.Deserialize(schema)! with { Device = Device, Time = Time };
        }
    }

    private static JsonNode? Special(Type type) =>
        type == typeof(DeviceId) ? "bins/one"
        : type == typeof(Guid) ? "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
        : type == typeof(Instant) ? 1_772_000_000_123
        : type == typeof(Duration) ? 1_000
        : type == typeof(LocalDate) ? "2026-03-01"
        : type == typeof(LocalDateTime) ? "2026-03-01T07:30"
        : type == typeof(DayLine) || type == typeof(WeeklyLine) || type == typeof(DisposalWindow) ? "07:00-09:00"
        : null;

    private static string Written(Fact fact) => JsonSerializer.Serialize(fact, fact.Schema);
}
