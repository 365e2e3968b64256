namespace Estate.District.Store;

/// <summary>
/// What facts add up to, written once: rows of hours come of it, and the fresh computation they are compared with. A row is so many of a
/// thing and how much of it: grams, points, bays, seconds.
/// </summary>
internal static class RollupSql
{
    private const string Types =
        "'{deposited,deposit_unclaimed,award_decided,lot_counted,protection_changed,alert_raised,alert_acknowledged,alert_closed,"
            + "closing_reported,device_fell_silent,device_returned,lift_got_stuck,lift_runs_again,poll_closed}'";

    private const string Columns = "fact.n, fact.at, fact.device, fact.type, fact.body";

    /// <summary>
    /// <c>f</c>: facts of the hours given. What a restored journal sends again has another epoch and the same number, and counts once.
    /// </summary>
    internal const string OfHours =
        $"""
        WITH f AS MATERIALIZED (
            SELECT DISTINCT due.site, due.hour, one.* FROM unnest($1, $2) AS due(site, hour) CROSS JOIN LATERAL (
                SELECT {Columns} FROM fact WHERE fact.site = due.site AND fact.type = ANY({Types})
                    AND fact.at >= due.hour AND fact.at < due.hour + interval '1 hour' AND isfinite(fact.at) OFFSET 0) AS one)
        """;

    /// <summary><c>f</c>: all facts of one estate.</summary>
    internal const string OfEstate =
        $"""
        WITH f AS MATERIALIZED (
            SELECT DISTINCT fact.site, date_trunc('hour', fact.at, 'UTC') AS hour, {Columns}
            FROM fact WHERE fact.site = $1 AND fact.type = ANY({Types}) AND isfinite(fact.at))
        """;

    /// <summary>Rows of hours from <c>f</c>; a word that no list has is <c>other</c>.</summary>
    internal const string Rows =
        """
        SELECT site, hour, what, count(*) AS count, sum(amount)::bigint AS amount FROM (
            SELECT site, hour, 'waste/' || word_of(body, 'category', '{recyclable,hazardous,wet,residual}') AS what,
                number_of(body, 'grams') AS amount FROM f WHERE type IN ('deposited', 'deposit_unclaimed')
            UNION ALL
            SELECT site, hour, decided.what, decided.amount FROM (
                SELECT site, hour, body FROM f WHERE type = 'award_decided'
                UNION ALL
                SELECT site, hour, body->'concluded' FROM f WHERE type = 'deposited' AND body->'concluded'->>'type' = 'award_decided'
                ) AS award CROSS JOIN LATERAL (
                SELECT 'award/' || word_of(body, 'result', '{welcome,awarded,already_awarded_this_window,daily_limit,
                    outside_window,unknown_card,blocked,pending_review,too_light}'), number_of(body, 'points')
                UNION ALL
                SELECT 'household', 0 WHERE body->>'result' = 'awarded' AND body->'today' = '0') AS decided(what, amount)
            UNION ALL
            SELECT site, hour, bays.what || left(device, 60), bays.amount FROM f CROSS JOIN LATERAL (
                SELECT 'free/', sum(number_of(zone, 'free')) FROM jsonb_array_elements(zones_of(body)) AS zone
                UNION ALL
                SELECT 'doubtful/', sum(number_of(zone, 'unknown') + number_of(zone, 'stale') + number_of(zone, 'suspect')
                    + number_of(zone, 'fault')) FROM jsonb_array_elements(zones_of(body)) AS zone) AS bays(what, amount)
                WHERE type = 'lot_counted' AND bays.amount IS NOT NULL
            UNION ALL
            SELECT site, hour, 'trip/' || word_of(body, 'kind', '{smoke,over_temperature,short_circuit,leakage,over_current,over_power,
                over_voltage,under_voltage,relay_welded,meter_fault,card_reader_fault,weak_signal,tamper}'), 0 FROM f
                WHERE type = 'protection_changed' AND body->'is_active' = 'true'
            UNION ALL
            SELECT site, hour, 'alert/' || word_of(body, 'severity', '{low,medium,high}'), 0 FROM f
                WHERE type = 'alert_raised' AND body->'is_retro' IS DISTINCT FROM 'true'
            UNION ALL
            SELECT f.site, f.hour, 'acknowledged/' || left(split_part(f.device, '/', 1), 20),
                round(extract(epoch FROM f.at - raised.at))::bigint FROM f CROSS JOIN LATERAL (
                SELECT max(fact.at) AS at FROM fact WHERE fact.site = f.site AND fact.type = 'alert_raised'
                    AND fact.body->>'alert' = f.body->>'alert' AND fact.at <= f.at) AS raised
                WHERE f.type = 'alert_acknowledged' AND raised.at IS NOT NULL
            UNION ALL
            SELECT site, hour, 'closing/' || watched.what, watched.amount FROM f CROSS JOIN LATERAL (VALUES
                ('scheduled', 60 * number_of(body, 'scheduled_minutes')), ('secured', number_of(body->'watch', 'secured_seconds')),
                ('unsecured', number_of(body->'watch', 'unsecured_seconds')),
                ('deviation', number_of(body->'watch', 'deviation_seconds'))) AS watched(what, amount) WHERE type = 'closing_reported'
            UNION ALL
            SELECT site, hour, 'silent/' || left(split_part(device, '/', 1), 20), 0 FROM f WHERE type = 'device_fell_silent'
            UNION ALL
            SELECT f.site, f.hour, 'returned/' || left(split_part(f.device, '/', 1), 20),
                coalesce(round(extract(epoch FROM f.at - silent.at))::bigint, 0) FROM f CROSS JOIN LATERAL (
                SELECT max(fact.at) AS at FROM fact WHERE fact.site = f.site AND fact.type = 'device_fell_silent'
                    AND fact.device = f.device AND fact.at <= f.at) AS silent
                WHERE f.type = 'device_returned'
            UNION ALL
            SELECT site, hour, 'standstill/' || stuck.what, 0 FROM f CROSS JOIN LATERAL (VALUES
                ('stuck', true), ('trapped', body->'has_people' IS DISTINCT FROM 'false')) AS stuck(what, holds)
                WHERE type = 'lift_got_stuck' AND stuck.holds
            UNION ALL
            SELECT f.site, f.hour, 'standstill/again',
                coalesce(round(extract(epoch FROM f.at - stuck.at))::bigint, 0) FROM f CROSS JOIN LATERAL (
                SELECT max(fact.at) AS at FROM fact WHERE fact.site = f.site AND fact.type = 'lift_got_stuck'
                    AND fact.device = f.device AND fact.at <= f.at) AS stuck
                WHERE f.type = 'lift_runs_again'
            UNION ALL
            SELECT site, hour, 'poll/' || ended.what, ended.amount FROM (
                SELECT site, hour, number_of(body->'result', 'turnout') AS turnout, number_of(body->'result', 'households') AS households,
                    number_of(body->'result', 'satisfied') AS satisfied, jsonb_typeof(body->'result'->'satisfied') = 'number' AS is_graded
                FROM f WHERE type = 'poll_closed' AND jsonb_typeof(body->'result'->'turnout') = 'number') AS poll
                CROSS JOIN LATERAL (VALUES
                ('few', 0, turnout < 5), ('turnout', turnout, turnout >= 5), ('households', households, turnout >= 5),
                ('graded', turnout, turnout >= 5 AND is_graded), ('satisfied', satisfied, turnout >= 5 AND is_graded)
                ) AS ended(what, amount, holds) WHERE ended.holds) AS one
        GROUP BY site, hour, what
        """;

    /// <summary>Writes the rows of <see cref="OfHours"/>, and what they say of what is open now, in any order of the hours.</summary>
    internal const string Write =
        $"""
        {OfHours}, hours AS (INSERT INTO rollup_hour {Rows}), alerts AS (
            INSERT INTO alert_now(site, alert, device, severity, raised_at, acknowledged_at, closed_at)
            SELECT site, body->>'alert', max(device) FILTER (WHERE type = 'alert_raised'),
                max(word_of(body, 'severity', '{"{low,medium,high}"}')) FILTER (WHERE type = 'alert_raised'),
                max(at) FILTER (WHERE type = 'alert_raised'), max(at) FILTER (WHERE type = 'alert_acknowledged'),
                max(at) FILTER (WHERE type = 'alert_closed')
            FROM f WHERE type LIKE 'alert\_%' AND length(body->>'alert') <= 64 GROUP BY site, body->>'alert'
            ON CONFLICT (site, alert) DO UPDATE SET device = coalesce(excluded.device, alert_now.device),
                severity = coalesce(excluded.severity, alert_now.severity), raised_at = greatest(alert_now.raised_at, excluded.raised_at),
                acknowledged_at = greatest(alert_now.acknowledged_at, excluded.acknowledged_at),
                closed_at = greatest(alert_now.closed_at, excluded.closed_at))
        INSERT INTO device_now(site, device, silent_at, returned_at)
        SELECT site, device, max(at) FILTER (WHERE type = 'device_fell_silent'), max(at) FILTER (WHERE type = 'device_returned')
        FROM f WHERE type IN ('device_fell_silent', 'device_returned') GROUP BY site, device
        ON CONFLICT (site, device) DO UPDATE SET silent_at = greatest(device_now.silent_at, excluded.silent_at),
            returned_at = greatest(device_now.returned_at, excluded.returned_at)
        """;
}
