using System.Globalization;
using Dapper;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.People;
using Estate.Bench.Harness;
using Estate.Domain.Alerts;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Rules;
using Estate.Gateway;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Estate.Bench.Torture;

/// <summary>Rows in every table that taps alone leave empty, written by the store's own means where it has some.</summary>
internal static class PlantedRows
{
    /// <summary>As many as the widest table has columns.</summary>
    private const int Each = 12;

    private static readonly Text Title = new("试验", "Trial");

    internal static void Plant(BenchEstate estate, Instant now)
    {
        var database = EstateDatabase.Existing(estate.Folder.Database);
        var audit = new AuditChain(database, estate.Folder.AuditKey());
        using (var store = new EstateStore(database, DeviceKinds.WithoutCards(estate.Model.Programme.Zone), audit))
            store.Commit(Batch(now));
        var (people, sessions, tokens) = (
            new PeopleTable(database, audit), new SessionTable(database, audit), new TokenTable(database, audit));
        for (var i = 0; i < Each; i++)
        {
            var name = Name("somebody", i);
            people.Insert(
                new Person { Id = name, Name = name, Lookup = name.ToUpperInvariant(), Roles = [Role.Staff], Stamp = "s", Made = now });
            sessions.Insert(new(Name("login", i), name, now, now, now + Duration.FromDays(1), "trial"), "s", [1, 2, 3]);
            people.Invite(
                Name("code", i), new([Role.Staff], null, null, "bench", now, now + Duration.FromDays(7)),
                new(now, "bench", "invited", "staff", ""));
            tokens.Add(
                Name("hash", i), new(Name("token", i), [Role.Staff], ["*"], "bench", now),
                new(now, "bench", "token_added", Name("token", i), ""));
        }
        using var connection = new SqliteConnection($"Data Source={estate.Folder.Database};Pooling=False");
        for (var i = 0; i < Each; i++)
            connection.Execute(
                """
                INSERT INTO series_cursor VALUES(@server, 1);
                INSERT INTO rollup_series(id, name, tags, fields) VALUES(
                    1000 + @i, 'bin', json_array(json_array('station', @server)), '["fill"]');
                INSERT INTO rollup VALUES(60, @i * 3600, 1000 + @i, x'00');
                INSERT INTO damaged_row(at, source, key, problem, body) VALUES(@at, 'trial', 'trial', 'trial', '{}');
                """, new { i, server = Name("server", i), at = now.ToUnixTimeMilliseconds() });
    }

    private static CommitBatch Batch(Instant now)
    {
        var batch = new CommitBatch();
        for (var i = 0; i < Each; i++)
        {
            var device = new DeviceId("bins", "station-1");
            var alert = new Alert(Name("alert", i), new(device, Name("type", i), ""), Severity.Low, Title, now) { RaisedAt = now };
            batch.Alerts.Add(alert.Id, alert);
            batch.Notifications.Add(new(Name("note", i), "trial", NotificationKind.Raised, Title, now, alert));
            batch.Rules.Add((Name("rule", i), device, ""), new(Name("rule", i), 1, device, "", RuleStatus.Pending, now));
            batch.Tallies.Add(Name("poll", i), new(Name("poll", i), [1, 2]));
            batch.Rejects.Add(new(now, "estate/trial", new(RejectReason.BadMember, "trial"), [1]));
        }
        return batch;
    }

    private static string Name(string what, int i) => string.Create(CultureInfo.InvariantCulture, $"{what}-{i}");
}
