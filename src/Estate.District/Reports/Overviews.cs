using Estate.District.Accounts;
using Estate.District.Estates;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Reports;

/// <summary>What of an estate asks for somebody, the worst first.</summary>
public enum Attention
{
    /// <summary>Something serious that nobody has taken.</summary>
    Alarm,

    /// <summary>Nothing was heard of it for an hour, or ever.</summary>
    Unheard,

    /// <summary>Messages of it were refused within a week; of what <see cref="Refusal"/> says.</summary>
    Refused,

    /// <summary>Alerts, or devices that are silent.</summary>
    Look,
    None,
}

/// <summary>An estate as it is now.</summary>
/// <param name="HeardAt">When something of it was stored last, UTC; null: never.</param>
/// <param name="High">Serious alerts that nobody has acknowledged.</param>
/// <param name="Open">Alerts that are open.</param>
/// <param name="Silent">Devices that are not heard.</param>
public sealed record EstateNow(
    string Site, NameInBoth Name, NameInBoth Street, DateTime? HeardAt, int High, int Open, int Silent, Attention Attention)
{
    /// <summary>Null: nobody said.</summary>
    public PlacedAt? At { get; init; }

    /// <summary>Whether messages of it were refused, or facts set aside, within a week; null where it is not for this account.</summary>
    public bool? IsRefused { get; init; }
}

/// <summary>All estates that somebody may see, by what needs attention.</summary>
internal sealed class Overviews(NpgsqlDataSource source)
{
    internal async Task<IReadOnlyList<EstateNow>> AllAsync(Account account, CancellationToken stop)
    {
        var refused = Refusal.IsFor(account) ? Refusal.IsRecent : "NULL::boolean";
        await using var command = source.CreateCommand(
            $"""
            SELECT estate.site, name_zh, name_en, street_zh, street_en, heard.at, coalesce(high, 0)::int, coalesce(open, 0)::int,
                coalesce(silent, 0)::int, coalesce(heard.at < now() - interval '1 hour', true), east, north, datum, {refused}
            FROM estate
            LEFT JOIN (SELECT site, max(last_seen) AS at FROM position GROUP BY site) AS heard USING (site)
            LEFT JOIN (SELECT site, count(*) AS open, count(*) FILTER (
                    WHERE severity = 'high' AND (acknowledged_at IS NULL OR acknowledged_at < raised_at)) AS high
                FROM alert_now WHERE closed_at IS NULL AND raised_at IS NOT NULL GROUP BY site) AS alerts USING (site)
            LEFT JOIN (SELECT site, count(*) AS silent FROM device_now
                WHERE silent_at > coalesce(returned_at, '-infinity') GROUP BY site) AS devices USING (site)
            WHERE {account.Column} = $1
            """);
        command.Parameters.Add(new() { Value = account.Area, NpgsqlDbType = NpgsqlDbType.Text });
        var all = new List<EstateNow>();
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            var (high, open, silent) = (rows.GetInt32(6), rows.GetInt32(7), rows.GetInt32(8));
            bool? isRefused = rows.IsDBNull(13) ? null : rows.GetBoolean(13);
            var attention = high > 0 ? Attention.Alarm : rows.GetBoolean(9) ? Attention.Unheard
                : isRefused == true ? Attention.Refused : open + silent > 0 ? Attention.Look : Attention.None;
            all.Add(new(
                rows.GetString(0), new(rows.GetString(1), rows.GetString(2)), new(rows.GetString(3), rows.GetString(4)),
                rows.IsDBNull(5) ? null : rows.GetDateTime(5), high, open, silent, attention)
            {
                At = rows.IsDBNull(12) ? null : new(rows.GetFieldValue<double>(10), rows.GetFieldValue<double>(11), rows.GetString(12)),
                IsRefused = isRefused,
            });
        }
        return [.. all.OrderBy(one => one.Attention).ThenByDescending(one => one.High).ThenByDescending(one => one.Open + one.Silent)
            .ThenBy(one => one.Site, StringComparer.Ordinal)];
    }
}
