using System.Text.Json;
using Dapper;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Gate;
using Estate.Domain.Gate.Schedules;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.TestKit;
using NodaTime;
using Xunit;

namespace Estate.Adapters.Tests.Storage;

/// <summary>
/// Proposals in the words in which earlier programs stored them (stored-proposals.txt): they are still open, and read and written alike.
/// </summary>
public sealed class StoredProposalsTests : IDisposable
{
    private static readonly string[] Lines = File.ReadAllLines(
        Path.Combine(Repository.Root, "tests/Estate.Adapters.Tests/Storage/stored-proposals.txt"));

    private readonly TemporaryFolder _folder = new();
    private readonly EstateReader _reader;

    public StoredProposalsTests()
    {
        var database = new EstateDatabase(_folder.File("estate.db"));
        using var connection = database.Open();
        foreach (var (kind, body) in Lines.Select(Split))
            if (kind == "state")
                connection.Execute("INSERT INTO state(device, presence, body) VALUES ('gate/s-gate', '{}', @body)", new { body });
            else
                connection.Execute(
                    """
                    INSERT INTO fact(at, received, device, slice, body, type)
                    VALUES (1772409600000, 1772409600000, @device, @kind, @body, json_extract(@body, '$.type'))
                    """,
                    new { kind, body, device = (kind == "people" ? PollReactor.JournalId : PointsReactor.JournalId).ToString() });
        _reader = new(database, [new TestGate().Kind]);
    }

    [Fact]
    public void Rules_for_points_and_corrections_that_waited_are_approved()
    {
        var estate = new TestEstate();
        estate.Desk.Restore(_reader.FactsOf(PointsReactor.JournalId, 100, PointsReactor.RecoversFrom));
        Assert.Equal(["points-2"], estate.Desk.OpenPolicies.Select(one => one.Id));
        Assert.Equal("second_person_needed", AnswerOf(estate.Ask(new ApprovePolicy("points-2"), "chair")).Reason);
        Assert.Equal("approved", AnswerOf(estate.Ask(new ApprovePolicy("points-2"), "secretary")).Result);
        Assert.Equal([1, 2, 3], estate.Desk.Programme.Policies.All.Select(one => one.Version));
        Assert.Equal(
            "points-3",
            AnswerOf(estate.Ask(new ProposePolicy(new() { PointsPerSession = 9 }, "r", new(2026, 3, 6, 0, 0)), "chair")).Detail);
        var waiting = Assert.Single(estate.Desk.OpenCorrections);
        Assert.Equal(("h2", 5), (waiting.Household, waiting.Points));
        Assert.Equal("corrected", AnswerOf(estate.Ask(new ApproveCorrection(waiting.Proposal), "manager")).Result);
    }

    [Fact]
    public void A_poll_that_waited_is_approved_and_the_next_has_the_next_number()
    {
        var polls = new PollReactor(3, _ => true);
        polls.Restore(_reader.FactsOf(PollReactor.JournalId, 100, PollReactor.RecoversFrom), new Dictionary<string, PollTally>());
        Assert.Equal(("poll-2", true), (Assert.Single(polls.Polls, one => one.IsPending).Poll.Id, polls.Find("poll-1")!.IsApproved));
        var (machine, now) = (new EstateMachine([], [], [polls]), Instant.FromUtc(2026, 3, 2, 0, 0));
        Assert.Equal("approved", AnswerOf(machine.Step(new RequestReceived(new ApprovePoll("poll-2"), "secretary", now))).Result);
        Assert.Equal(
            "poll-3", AnswerOf(machine.Step(new RequestReceived(new ProposePoll(polls.Find("poll-1")!.Poll), "chair", now))).Detail);
    }

    [Fact]
    public void Hours_and_a_revocation_that_waited_are_approved()
    {
        var gate = new TestGate();
        var machine = new EstateMachine([gate.Kind], [gate.Settings], []);
        var (device, presence, state) = Assert.Single(_reader.States());
        machine.Restore(device, presence, state!);
        Assert.Equal(["p2", "p3"], ((GateState)machine.StateOf(device)!).Proposals.Select(one => one.Id));
        Answer Ask(IRequest request, string by) => AnswerOf(machine.Step(new RequestReceived(request, by, gate.At(2026, 3, 4, 12, 0))));
        Assert.Equal("second_person_needed", Ask(new ApproveSchedule(device, "p2"), "chair").Reason);
        Assert.Equal("revoked", Ask(new ApproveSchedule(device, "p2"), "secretary").Result);
        Assert.Equal(
            "p4", Ask(new ProposeSchedule(device, new() { OpenMeans = GateAccess.Free }, "r", new(2026, 3, 9, 12, 0)), "chair").Detail);
    }

    [Fact]
    public void They_are_written_as_they_were_read()
    {
        foreach (var (kind, body) in Lines.Select(Split))
        {
            System.Text.Json.Serialization.Metadata.JsonTypeInfo schema = kind switch
            {
                "state" => GateJson.Default.GateState,
                "people" => PollJson.Default.PollFact,
                _ => PointsJson.Default.PointsFact,
            };
            Assert.Equal(body, JsonSerializer.Serialize(StoredJson.Read(body, schema), schema));
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary><c>state</c> or a slice, a blank, the body.</summary>
    private static (string Kind, string Body) Split(string line) =>
        (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    private static Answer AnswerOf(IEnumerable<Outcome> outcomes) => outcomes.OfType<Replied>().Single().Answer;
}
