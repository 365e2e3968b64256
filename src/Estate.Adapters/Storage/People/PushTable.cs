using Dapper;
using Estate.Adapters.Notify;
using Estate.Domain.Devices;
using Estate.Domain.People;
using NodaTime;

namespace Estate.Adapters.Storage.People;

/// <summary>In which browsers people want to be notified; gone with the account, and silent without the role.</summary>
public sealed class PushTable(EstateDatabase database) : IPushAddresses
{
    /// <summary>Browsers of one person; the oldest makes room.</summary>
    private const int MostEach = 10;

    public void Save(PushAddress address, string person, Instant at)
    {
        using var connection = database.Open();
        using var transaction = connection.BeginTransaction();
        connection.Execute("INSERT OR REPLACE INTO push_address(endpoint, person, p256dh, auth, at) "
            + "VALUES(@Endpoint, @person, @P256dh, @Auth, @at)",
            new { address.Endpoint, person, address.P256dh, address.Auth, at = at.ToUnixTimeMilliseconds() }, transaction);
        connection.Execute("DELETE FROM push_address WHERE person = @person AND endpoint NOT IN "
            + "(SELECT endpoint FROM push_address WHERE person = @person ORDER BY at DESC LIMIT @MostEach)",
            new { person, MostEach }, transaction);
        transaction.Commit();
    }

    public IReadOnlyList<PushAddress> OfStaff()
    {
        using var connection = database.Open();
        return [.. connection.Query<PushAddress>("SELECT a.endpoint, a.p256dh, a.auth FROM push_address a JOIN person p ON p.id = a.person "
            + "WHERE json_valid(p.body) AND EXISTS(SELECT 1 FROM json_each(p.body, '$.roles') WHERE value = @staff) ORDER BY a.at",
            new { staff = WireName.Of(Role.Staff) })];
    }

    public void Remove(string endpoint)
    {
        using var connection = database.Open();
        connection.Execute("DELETE FROM push_address WHERE endpoint = @endpoint", new { endpoint });
    }
}
