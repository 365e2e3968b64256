using System.Globalization;
using System.Text.Json;
using Dapper;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Notices;
using Estate.Domain.People;
using Estate.Domain.Points;
using Estate.Domain.Projects;
using Estate.Gateway;
using Estate.Gateway.People;
using NodaTime;

namespace Estate.Web.Tests.Running;

/// <summary>The largest estate there may be.</summary>
internal sealed partial class RunningGateway
{
    internal const int ManyDevices = 10_000, ManyPeople = 2_000, ManyAlerts = 1_000, Some = 300, ManyPermits = 120;

    private static readonly string[] ManyLines =
    [
        "- { id: \"parking/m[0001-8000]\", zone: M, lot: main, dev_eui: \"000000000000{n}\", codec: bosch-tps110 }",
        "- { id: \"parking/n[0001-0990]\", zone: \"N{n}\", lot: main, dev_eui: \"000000000001{n}\", codec: bosch-tps110 }",
        "- { id: \"charger/k[001-600]\", sockets: \"10\" }",
        "- { id: \"checkpoint/t[01-40]\" }",
        "- { id: \"patrol/u[01-40]\", checkpoints: \"t{n}\", rounds: \"00:00-12:00; 12:00-00:00\" }",
        "- { id: \"gate/g[01-30]\", closed: \"23:00-05:00\", open_means: card_required, pulse_s: \"2\" }",
        "- { id: \"lift/e[01-52]\" }",
        "- { id: \"call-button/h[01-52]\" }",
        "- { id: \"monitor/w[001-102]\" }",
        "- { id: \"sweeper/z[01-22]\" }",
        "- { id: \"garage/y[01-22]\" }",
    ];

    /// <summary>Ten thousand devices, two thousand accounts, and a long list of everything else people keep here.</summary>
    internal static async Task<RunningGateway> StartLargeAsync()
    {
        // Stations fill it up.
        var small = OfTests("", string.Join("\n  ", ManyLines));
        var rest = ManyDevices - small.Model.Inventory.Count;
        small.Http.Dispose();
        small._folder.Dispose();
        var gateway = OfTests("", string.Join("\n  ", ManyLines.Append($"- {{ id: \"bins/s[001-{rest:D3}]\" }}")));
        gateway.Import("points", Numbers(ManyPeople).Select(number => ($"l{number}", $"LARGE{number:D4}")));
        gateway.WriteManyPeople();
        gateway.WriteManyRules();
        gateway.CommitMany();
        await StartAsync(gateway, withBroker: false, []);
        foreach (var number in Numbers(Some))
            await gateway.AskAsync(HttpMethod.Post, "/api/parking/permits", "desk", $$"""{"household":"l{{number}}","class":"resident"}""");
        foreach (var number in Numbers(ManyPermits))
            await gateway.AskAsync(HttpMethod.Post, "/api/garages/bikes/permits", "desk", $$"""{"household":"l{{number}}"}""");
        return gateway;
    }

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(1, count);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void WriteManyPeople()
    {
        var (now, database) = (Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), new EstateDatabase(Data.Database));
        using (var connection = database.Open())
        using (var transaction = connection.BeginTransaction())
        {
            foreach (var number in Numbers(ManyPeople))
            {
                var name = Text($"resident-{number:D4}");
                var person = new Person { Id = Text($"p{number}"), Name = name, Lookup = name, Household = Text($"l{number}"), Made = now };
                connection.Execute(
                    "INSERT INTO person(id, lookup, version, body) VALUES(@Id, @Lookup, 1, @body)",
                    new { person.Id, person.Lookup, body = JsonSerializer.Serialize(person, PeopleJson.Default.Person) }, transaction);
            }
            foreach (var number in Numbers(Some))
            {
                var code = new Invitation([], Text($"l{number}"), null, "desk", now, now + Duration.FromDays(7));
                connection.Execute("INSERT INTO invitation(code, expires, body) VALUES(@code, @expires, @body)", new
                {
                    code = Text($"{number:D64}"),
                    expires = code.Expires.ToUnixTimeMilliseconds(),
                    body = JsonSerializer.Serialize(code, PeopleJson.Default.Invitation),
                }, transaction);
            }
            transaction.Commit();
        }
        foreach (var number in Numbers(50))
            Tokens.In(Data).Add(Text($"display-{number}"), [Role.Staff], [Caller.Everywhere], "test", now);
    }

    private void WriteManyRules()
    {
        Directory.CreateDirectory(_folder.File("rules"));
        File.WriteAllText(
            Path.Combine(_folder.File("rules"), "many.yaml"),
            "rules:\n" + string.Concat(Numbers(Some).Select(number => Text(
                $$"""
                  - { id: many-{{number}}, on: bin, when: "value.fill >= 0.9", for: 10m, severity: low,
                      title: { zh: 垃圾桶快满了, en: A bin is nearly full },
                      text: { zh: "{device.name}", en: "{device.name}" } }

                """))));
    }

    /// <summary>What happened before this start: alerts that are open, questions, corrections, polls.</summary>
    private void CommitMany()
    {
        var (database, now) = (new EstateDatabase(Data.Database), Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        var (batch, time) = (new CommitBatch(), EventTime.Now(now - Duration.FromHours(1)));
        batch.Steps.Add(0);
        foreach (var number in Numbers(ManyAlerts))
        {
            var key = new AlertKey(new("parking", Text($"m{number:D4}")), "tampered", "");
            var id = Text($"alert-{number}");
            batch.Alerts.Add(
                id, new(id, key, Severity.High, new("传感器被动过", "The sensor was tampered with"), time.At) { RaisedAt = time.At });
        }
        foreach (var number in Numbers(Some))
        {
            var household = Text($"l{number}");
            var transfer = new Guid(number, 0, 0, new byte[8]);
            batch.Facts.Add(new TransferDisputed(PointsReactor.JournalId, time, transfer, household, "not mine", "resident"));
            batch.Facts.Add(new CorrectionProposed(
                PointsReactor.JournalId, time, Text($"correction-{number}"), household, 5, "counted twice", "desk"));
            var poll = new Poll(
                Text($"poll-{number}"), new("何时关门？", "When to close?"), new("", ""), [new("是", "yes"), new("否", "no")], time.At,
                time.At + Duration.FromDays(30), 1)
            {
                Author = "chair",
            };
            batch.Facts.Add(new PollProposed(PollReactor.JournalId, time, poll.Id, poll));
            var notice = new Notice(Text($"notice-{number}"), new("停水", "No water"), new("今天", "Today"), time.At, poll.Closes);
            batch.Facts.Add(new NoticePublished(NoticeReactor.JournalId, time, notice.Id, notice));
            var proposal = new DistrictProposal(Text($"p-{number}"), ProposedKind.Notice, poll.Closes, ProposedNotice, "");
            batch.Facts.Add(new ProposalReceived(DistrictProposalReactor.JournalId, time, proposal.Id, proposal));
            batch.Facts.Add(new PollApproved(PollReactor.JournalId, time, poll.Id, "secretary"));
            batch.Facts.Add(new WishMade(ProjectReactor.JournalId, time, Text($"wish-{number}"), "长椅", household, "phone"));
            batch.Facts.Add(new WishMade(ProjectReactor.JournalId, time, Text($"wish-{number + 10_000}"), "长椅", household, "phone"));
            batch.Facts.Add(new WishSetAside(ProjectReactor.JournalId, time, Text($"wish-{number + 10_000}"), "有了", "chair"));
            var due = poll.Closes.InUtc().Date;
            var project = new Project(Text($"project-{number}"), new("长椅", "Benches"), new("树荫下", "In the shade"), due, []);
            batch.Facts.Add(new ProjectAdded(ProjectReactor.JournalId, time, project.Id, project));
        }
        using var store = new EstateStore(
            database, DeviceKinds.WithoutCards(Model.Programme.Zone), new AuditChain(database, Data.AuditKey()));
        store.Commit(batch);
    }
}
