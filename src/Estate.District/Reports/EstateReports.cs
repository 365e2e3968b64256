using Estate.District.Accounts;
using Estate.District.Estates;
using Npgsql;
using NpgsqlTypes;

namespace Estate.District.Reports;

/// <summary>A day of an estate; null where nothing is known, or, of what households did, too few took part.</summary>
/// <param name="Participation">Of the estate's households, 0 to 1.</param>
/// <param name="WetShare">Of wet and dry waste by weight, 0 to 1.</param>
/// <param name="AcknowledgedMinutes">From an alert to who took it, on average.</param>
/// <param name="Conformance">Of the seconds its gates should have been shut: found so; 0 to 1.</param>
public sealed record EstateDay(
    DateOnly Day, long? Households, double? Participation, double? WetShare, long? Awards, long Trips, double? AcknowledgedMinutes,
    double? Conformance, long Silences)
{
    /// <summary>Lifts that got stuck.</summary>
    public long Stuck { get; init; }
}

/// <summary>An alert that is open.</summary>
public sealed record OpenAlert(string Device, string Severity, DateTime RaisedAt, bool IsAcknowledged);

/// <summary>A device that is not heard, since when it is known.</summary>
public sealed record SilentDevice(string Device, DateTime Since);

/// <summary>Bays in an hour of the day, on average: known to be free, and those of which nobody knows.</summary>
public sealed record FreeBays(int Hour, int Free, int Doubtful);

/// <summary>One estate, for those who may see it.</summary>
public sealed record EstateReport(string Site, NameInBoth Name, NameInBoth Committee, NameInBoth Street, int Households)
{
    public required IReadOnlyList<EstateDay> Days { get; init; }

    /// <summary>Trips of chargers over those days, the most frequent reason first.</summary>
    public required IReadOnlyList<TripCount> Trips { get; init; }

    /// <summary>Days of these on which polls ended.</summary>
    public required IReadOnlyList<SayDay> Say { get; init; }
    public required IReadOnlyList<OpenAlert> Alerts { get; init; }
    public required IReadOnlyList<SilentDevice> Silent { get; init; }

    /// <summary>Free bays by hour of the day, over a week.</summary>
    public required IReadOnlyList<FreeBays> FreeByHour { get; init; }

    /// <summary>What of it was refused, the last first; null where it is not for this account.</summary>
    public IReadOnlyList<Refusal>? Refusals { get; init; }

    /// <summary>Facts that could not be stored, the last first; null as above.</summary>
    public IReadOnlyList<SetAsideFact>? SetAside { get; init; }
}

internal sealed class EstateReports(NpgsqlDataSource source, DistrictSettings settings)
{
    private const int MostAlerts = 50, MostSetAside = 20;

    /// <returns>Null where there is no such estate, or it is not for this account: neither is told from the other.</returns>
    internal async Task<EstateReport?> FindAsync(Account account, string site, (DateOnly From, int Days) span, CancellationToken stop)
    {
        EstateReport? found = null;
        await foreach (var row in ReadAsync(
            $"SELECT site, name_zh, name_en, committee_zh, committee_en, street_zh, street_en, households FROM estate "
                + $"WHERE site = $1 AND {account.Column} = $2", stop, Text(site), Text(account.Area)))
            found = new(
                row.GetString(0), new(row.GetString(1), row.GetString(2)), new(row.GetString(3), row.GetString(4)),
                new(row.GetString(5), row.GetString(6)), row.GetInt32(7))
            { Days = [], Trips = [], Say = [], Alerts = [], Silent = [], FreeByHour = [] };
        return found is null ? null : found with
        {
            Days = await DaysAsync(found, span, stop),
            Trips = await TripsAsync(site, span, stop),
            Say = await SayAsync(site, span, stop),
            Alerts = await AlertsAsync(site, stop),
            Silent = await SilentAsync(site, stop),
            FreeByHour = await FreeAsync(site, stop),
            Refusals = Refusal.IsFor(account) ? await RefusalsAsync(site, stop) : null,
            SetAside = Refusal.IsFor(account) ? await SetAsideAsync(site, stop) : null,
        };
    }

    private async Task<IReadOnlyList<EstateDay>> DaysAsync(EstateReport estate, (DateOnly From, int Days) span, CancellationToken stop)
    {
        var days = new List<EstateDay>();
        await foreach (var row in ReadAsync(
            $"{DaySql.Of(DaySql.All, "AND site = $1")} SELECT day, is_told, households, wet, residual, awards, trips, acknowledged, "
                + "acknowledged_s, secured_s, scheduled_s, silences, stuck FROM d ORDER BY day DESC", stop, Text(estate.Site),
            Date(span.From), Date(span.From.AddDays(span.Days))))
        {
            long? Told(int column) => row.GetBoolean(1) ? (long)row.GetDecimal(column) : null;
            double? Share(int above, decimal below) => below == 0 ? null : (double)(row.GetDecimal(above) / below);
            days.Add(new(
                row.GetFieldValue<DateOnly>(0), Told(2), Told(2) / (double)estate.Households,
                row.GetBoolean(1) ? Share(3, row.GetDecimal(3) + row.GetDecimal(4)) : null, Told(5), (long)row.GetDecimal(6),
                Share(8, row.GetDecimal(7) * 60), Share(9, row.GetDecimal(10)), (long)row.GetDecimal(11))
            { Stuck = (long)row.GetDecimal(12) });
        }
        return days;
    }

    private async Task<IReadOnlyList<TripCount>> TripsAsync(string site, (DateOnly From, int Days) span, CancellationToken stop)
    {
        var trips = new List<TripCount>();
        await foreach (var row in ReadAsync(
            "SELECT substr(what, 6), sum(count)::bigint FROM rollup_day WHERE site = $1 AND day >= $2 AND day < $3 "
                + $"AND {DaySql.Cuts} GROUP BY 1 ORDER BY 2 DESC, 1", stop, Text(site), Date(span.From),
            Date(span.From.AddDays(span.Days))))
            trips.Add(new(row.GetString(0), TripReason.Texts[row.GetString(0)], row.GetInt64(1)));
        return trips;
    }

    private async Task<IReadOnlyList<SayDay>> SayAsync(string site, (DateOnly From, int Days) span, CancellationToken stop)
    {
        var days = new List<SayDay>();
        await foreach (var row in ReadAsync(
            $"{DaySql.Of(["turnout", "polled", "satisfied", "graded"], "AND site = $1")} "
                + "SELECT day, (turnout / nullif(polled, 0))::float8, (satisfied / nullif(graded, 0))::float8 FROM d WHERE polled > 0 "
                + "ORDER BY day DESC", stop, Text(site), Date(span.From), Date(span.From.AddDays(span.Days))))
            days.Add(new(
                row.GetFieldValue<DateOnly>(0), row.GetFieldValue<double>(1), row.IsDBNull(2) ? null : row.GetFieldValue<double>(2)));
        return days;
    }

    private async Task<IReadOnlyList<OpenAlert>> AlertsAsync(string site, CancellationToken stop)
    {
        var alerts = new List<OpenAlert>();
        await foreach (var row in ReadAsync(
            "SELECT device, severity, raised_at, coalesce(acknowledged_at >= raised_at, false) FROM alert_now "
                + $"WHERE site = $1 AND closed_at IS NULL AND raised_at IS NOT NULL ORDER BY raised_at DESC LIMIT {MostAlerts}", stop,
            Text(site)))
            alerts.Add(new(row.GetString(0), row.GetString(1), row.GetDateTime(2), row.GetBoolean(3)));
        return alerts;
    }

    private async Task<IReadOnlyList<SilentDevice>> SilentAsync(string site, CancellationToken stop)
    {
        var silent = new List<SilentDevice>();
        await foreach (var row in ReadAsync(
            "SELECT device, silent_at FROM device_now WHERE site = $1 AND silent_at > coalesce(returned_at, '-infinity') "
                + $"ORDER BY silent_at DESC LIMIT {MostAlerts}", stop, Text(site)))
            silent.Add(new(row.GetString(0), row.GetDateTime(1)));
        return silent;
    }

    private async Task<IReadOnlyList<FreeBays>> FreeAsync(string site, CancellationToken stop)
    {
        var free = new List<FreeBays>();
        await foreach (var row in ReadAsync(
            "SELECT h, coalesce(round(sum(mean) FILTER (WHERE what LIKE 'free/%'))::int, 0), "
                + "coalesce(round(sum(mean) FILTER (WHERE what LIKE 'doubtful/%'))::int, 0) FROM ("
                + "SELECT extract(hour FROM hour AT TIME ZONE $2)::int AS h, what, sum(amount)::double precision / sum(count) AS mean "
                + "FROM rollup_hour WHERE site = $1 AND (what LIKE 'free/%' OR what LIKE 'doubtful/%') "
                + "AND hour >= now() - interval '7 days' GROUP BY 1, 2) AS one GROUP BY h ORDER BY h", stop, Text(site),
            Text(settings.Zone)))
            free.Add(new(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)));
        return free;
    }

    private async Task<IReadOnlyList<Refusal>> RefusalsAsync(string site, CancellationToken stop)
    {
        var all = new List<Refusal>();
        await foreach (var row in ReadAsync(
            "SELECT reason, count, last_at, detail FROM refusal WHERE site = $1 ORDER BY last_at DESC, reason", stop, Text(site)))
            all.Add(new(row.GetString(0), row.GetInt64(1), row.GetDateTime(2), row.GetString(3)));
        return all;
    }

    /// <summary>What they held stays in the database: it may be anything.</summary>
    private async Task<IReadOnlyList<SetAsideFact>> SetAsideAsync(string site, CancellationToken stop)
    {
        var all = new List<SetAsideFact>();
        await foreach (var row in ReadAsync(
            $"SELECT epoch, n, reason, at FROM set_aside WHERE site = $1 ORDER BY at DESC, epoch, n DESC LIMIT {MostSetAside}", stop,
            Text(site)))
            all.Add(new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetDateTime(3)));
        return all;
    }

    private async IAsyncEnumerable<NpgsqlDataReader> ReadAsync(
        string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop, params NpgsqlParameter[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(values);
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            yield return rows;
    }

    private static NpgsqlParameter Text(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Date(DateOnly value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Date };
}
