using Dapper;
using Estate.Adapters.Notify;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>What a browser is notified of.</summary>
public enum PushTopic
{
    /// <summary>As long as its person is one of the staff.</summary>
    Alerts,

    /// <summary>Of the committee.</summary>
    Notices,
}

/// <summary>In which browsers people want to be notified, and of what; gone with the account.</summary>
public sealed class PushTable(EstateDatabase database) : IPushAddresses
{
    /// <summary>Browsers of one person; the oldest makes room.</summary>
    private const int MostEach = 10;

    /// <summary>Of the person who asks now alone: what somebody else wanted in this browser is over.</summary>
    public void Save(PushAddress address, string person, PushTopic topic, Instant at)
    {
        var (alerts, notices) = (topic == PushTopic.Alerts, topic == PushTopic.Notices);
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT INTO push_address(endpoint, person, p256dh, auth, at, alerts, notices) "
            + "VALUES(@Endpoint, @person, @P256dh, @Auth, @at, @alerts, @notices) ON CONFLICT(endpoint) DO UPDATE SET "
            + "p256dh = excluded.p256dh, auth = excluded.auth, at = excluded.at, person = excluded.person, "
            + "alerts = excluded.alerts OR (person = excluded.person AND alerts), "
            + "notices = excluded.notices OR (person = excluded.person AND notices)",
            new { address.Endpoint, person, address.P256dh, address.Auth, at = at.ToUnixTimeMilliseconds(), alerts, notices }, transaction);
        connection.Execute("DELETE FROM push_address WHERE person = @person AND endpoint NOT IN "
            + "(SELECT endpoint FROM push_address WHERE person = @person ORDER BY at DESC LIMIT @MostEach)",
            new { person, MostEach }, transaction);
        transaction.Commit();
    }

    public IReadOnlyList<PushAddress> OfStaff()
    {
        using var connection = database.Open();
        return [.. connection.Query<PushAddress>("SELECT a.endpoint, a.p256dh, a.auth FROM push_address a JOIN person p ON p.id = a.person "
            + "WHERE a.alerts AND json_valid(p.body) "
            + "AND EXISTS(SELECT 1 FROM json_each(p.body, '$.roles') WHERE value = @staff) ORDER BY a.at",
            new { staff = WireName.Of(Role.Staff) })];
    }

    public IReadOnlyList<PushAddress> OfNotices()
    {
        using var connection = database.Open();
        return [.. connection.Query<PushAddress>("SELECT endpoint, p256dh, auth FROM push_address WHERE notices ORDER BY at")];
    }

    /// <summary>In how many browsers this person gets notices.</summary>
    public int CountNotices(string person)
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<int>("SELECT count(*) FROM push_address WHERE person = @person AND notices", new { person });
    }

    /// <summary>In none of this person's browsers any more; alerts go on.</summary>
    public void EndNotices(string person)
    {
        using var connection = database.Open();
        connection.Execute("UPDATE push_address SET notices = 0 WHERE person = @person; "
            + "DELETE FROM push_address WHERE person = @person AND NOT alerts", new { person });
    }

    public void Remove(string endpoint)
    {
        using var connection = database.Open();
        connection.Execute("DELETE FROM push_address WHERE endpoint = @endpoint", new { endpoint });
    }
}
