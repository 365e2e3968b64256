using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Accounts;

/// <summary>The keys that logins' cookies are sealed with: of all copies of the service the same, and kept over restarts.</summary>
internal sealed class KeyRing(NpgsqlDataSource source) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var all = new List<XElement>();
        using var command = source.CreateCommand("SELECT xml FROM key_ring");
        using var rows = command.ExecuteReader();
        while (rows.Read())
            all.Add(XElement.Parse(rows.GetString(0)));
        return all;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.CreateCommand("INSERT INTO key_ring(xml) VALUES($1)");
        command.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting), NpgsqlDbType = NpgsqlDbType.Text });
        command.ExecuteNonQuery();
    }
}
