namespace Estate.District.Store;

/// <summary>
/// Where estates are, what polls and lifts add up to from now on, and views for programs of others, such as Grafana: whoever may read the
/// schema <c>report</c> and nothing else sees what pages show, and of days with too few households as little.
/// </summary>
internal static class ReportMigration
{
    internal const string Sql =
        """
        ALTER TABLE estate ADD east double precision, ADD north double precision, ADD datum text;
        INSERT INTO rollup_due SELECT DISTINCT site, date_trunc('hour', at, 'UTC') FROM fact
            WHERE type IN ('poll_closed', 'lift_got_stuck', 'lift_runs_again') AND isfinite(at);

        CREATE SCHEMA report;
        CREATE VIEW report.estate AS
            SELECT site, name_zh, name_en, committee_zh, committee_en, street_zh, street_en, district_zh, district_en, households,
                (SELECT max(last_seen) FROM position WHERE position.site = estate.site) AS heard_at FROM estate;
        CREATE VIEW report.day AS
            SELECT site, name_zh, street_zh, street_en, day,
                CASE WHEN took_part >= 5 THEN households END AS households, CASE WHEN took_part >= 5 THEN took_part END AS took_part,
                CASE WHEN took_part >= 5 THEN wet_g END AS wet_g, CASE WHEN took_part >= 5 THEN residual_g END AS residual_g,
                CASE WHEN took_part >= 5 THEN awards END AS awards,
                acknowledged, acknowledged_s, secured_s, scheduled_s, silences, stuck, polled, turnout, graded, satisfied
            FROM estate JOIN (
                SELECT site, day, coalesce(sum(count) FILTER (WHERE what = 'household'), 0) AS took_part,
                    coalesce(sum(amount) FILTER (WHERE what = 'waste/wet'), 0) AS wet_g,
                    coalesce(sum(amount) FILTER (WHERE what = 'waste/residual'), 0) AS residual_g,
                    coalesce(sum(count) FILTER (WHERE what = 'award/awarded'), 0) AS awards,
                    coalesce(sum(count) FILTER (WHERE what LIKE 'acknowledged/%'), 0) AS acknowledged,
                    coalesce(sum(amount) FILTER (WHERE what LIKE 'acknowledged/%'), 0) AS acknowledged_s,
                    coalesce(sum(amount) FILTER (WHERE what = 'closing/secured'), 0) AS secured_s,
                    coalesce(sum(amount) FILTER (WHERE what = 'closing/scheduled'), 0) AS scheduled_s,
                    coalesce(sum(count) FILTER (WHERE what LIKE 'silent/%'), 0) AS silences,
                    coalesce(sum(count) FILTER (WHERE what = 'standstill/stuck'), 0) AS stuck,
                    coalesce(sum(amount) FILTER (WHERE what = 'poll/households'), 0) AS polled,
                    coalesce(sum(amount) FILTER (WHERE what = 'poll/turnout'), 0) AS turnout,
                    coalesce(sum(amount) FILTER (WHERE what = 'poll/graded'), 0) AS graded,
                    coalesce(sum(amount) FILTER (WHERE what = 'poll/satisfied'), 0) AS satisfied
                FROM rollup_day GROUP BY site, day) AS one USING (site);
        CREATE VIEW report.trip AS
            SELECT site, name_zh, street_zh, street_en, day, substr(what, 6) AS reason, count
            FROM rollup_day JOIN estate USING (site) WHERE what LIKE 'trip/%';
        CREATE VIEW report.bay_hour AS
            SELECT site, name_zh, street_zh, street_en, hour, split_part(what, '/', 1) AS what, substr(what, strpos(what, '/') + 1) AS lot,
                amount::double precision / count AS bays
            FROM rollup_hour JOIN estate USING (site) WHERE (what LIKE 'free/%' OR what LIKE 'doubtful/%') AND count > 0;
        CREATE VIEW report.open_alert AS
            SELECT site, name_zh, street_zh, street_en, device, severity, raised_at, acknowledged_at >= raised_at AS is_acknowledged
            FROM alert_now JOIN estate USING (site) WHERE closed_at IS NULL AND raised_at IS NOT NULL;
        CREATE VIEW report.silent_device AS
            SELECT site, name_zh, street_zh, street_en, device, silent_at FROM device_now JOIN estate USING (site)
            WHERE silent_at > coalesce(returned_at, '-infinity');
        """;
}
