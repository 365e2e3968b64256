using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Estate.Bench.Torture;

/// <summary>What the devices know against what the database holds.</summary>
internal sealed record TortureVerdict(int Acknowledged, int Awarded, int Lost, int Doubled, long LedgerSum)
{
    internal bool IsClean => Lost == 0 && Doubled == 0 && LedgerSum == 0;

    /// <param name="sent">Everything that ever left a device; the gateway can know nothing else.</param>
    /// <param name="acknowledged">Events the devices may have forgotten.</param>
    /// <param name="promised">Sessions whose residents read "awarded".</param>
    internal static TortureVerdict Of(
        IReadOnlyCollection<(string Device, string Id)> sent, IReadOnlyCollection<(string Device, string Id)> acknowledged,
        IReadOnlyCollection<string> promised, string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var senders = sent.Select(one => one.Device).ToHashSet();
        var events = connection.Query<(string Device, string Id)>("SELECT device, id FROM event").Where(one => senders.Contains(one.Device))
            .ToHashSet();
        var awards = connection.Query<string>("SELECT reference FROM transfer WHERE code = 1").ToList();
        var taps = connection.Query<string>(
            "SELECT device || ' ' || json_extract(body, '$.session') FROM fact WHERE json_extract(body, '$.type') = 'card_tapped'")
                .ToList();
        var deposits = connection.Query<string>(
            "SELECT device || ' ' || json_extract(body, '$.session') FROM fact WHERE json_extract(body, '$.type') = 'deposited'").ToList();

        var lost = acknowledged.Count(one => !events.Contains(one)) + promised.CountBy(session => session)
            .Sum(session => Math.Max(0, session.Value - awards.Count(award => award == session.Key)));
        var ghosts = events.Except(sent).Count();
        var doubled = ghosts + Repeated(taps) + Repeated(deposits) + awards.CountBy(session => session)
            .Sum(session => Math.Max(0, session.Value - promised.Count(one => one == session.Key)));
        return new(
            acknowledged.Count, promised.Count, lost, doubled,
            connection.ExecuteScalar<long>("SELECT coalesce(sum(balance), 0) FROM account"));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"acknowledged={Acknowledged} lost={Lost} doubled={Doubled}");

    private static int Repeated(List<string> all) => all.Count - all.Distinct().Count();
}
