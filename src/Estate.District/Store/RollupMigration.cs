namespace Estate.District.Store;

/// <summary>What the second migration makes: roll-ups, what is open now, and the table of estates.</summary>
internal static class RollupMigration
{
    /// <summary>
    /// <c>number_of</c>, <c>word_of</c> and <c>zones_of</c> read what an estate sent: of the wrong sort, or beyond any sense, it is 0 or
    /// <c>other</c>, and stops no roll-up. The two partial indexes find the beginning of what a fact ends.
    /// </summary>
    internal const string Sql =
        """
        CREATE FUNCTION number_of(body jsonb, member text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE WHEN jsonb_typeof(body->member) IS DISTINCT FROM 'number' THEN 0
                WHEN abs((body->>member)::numeric) < 1000000000 THEN round((body->>member)::numeric)::bigint ELSE 0 END $$;
        CREATE FUNCTION word_of(body jsonb, member text, known text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE WHEN body->>member = ANY(known) THEN body->>member ELSE 'other' END $$;
        CREATE FUNCTION zones_of(body jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
            SELECT CASE jsonb_typeof(body->'zones') WHEN 'array' THEN body->'zones' ELSE '[]'::jsonb END $$;
        CREATE INDEX fact_raised ON fact(site, (body->>'alert'), at) WHERE type = 'alert_raised';
        CREATE INDEX fact_silent ON fact(site, device, at) WHERE type = 'device_fell_silent';

        CREATE TABLE estate(
            site text PRIMARY KEY, name_zh text NOT NULL, name_en text NOT NULL, committee_zh text NOT NULL, committee_en text NOT NULL,
            street_zh text NOT NULL, street_en text NOT NULL, district_zh text NOT NULL, district_en text NOT NULL,
            households int NOT NULL);
        CREATE TABLE rollup_due(site text NOT NULL, hour timestamptz NOT NULL);
        CREATE TABLE rollup_hour(
            site text NOT NULL, hour timestamptz NOT NULL, what text NOT NULL, count bigint NOT NULL, amount bigint NOT NULL,
            PRIMARY KEY(site, hour, what));
        CREATE TABLE rollup_day(
            site text NOT NULL, day date NOT NULL, what text NOT NULL, count bigint NOT NULL, amount bigint NOT NULL,
            PRIMARY KEY(site, day, what));
        CREATE INDEX rollup_day_what ON rollup_day(what, day) INCLUDE (site, count, amount);
        CREATE TABLE alert_now(
            site text NOT NULL, alert text NOT NULL, device text, severity text, raised_at timestamptz, acknowledged_at timestamptz,
            closed_at timestamptz, PRIMARY KEY(site, alert));
        CREATE INDEX alert_open ON alert_now(site) WHERE closed_at IS NULL;
        CREATE TABLE device_now(
            site text NOT NULL, device text NOT NULL, silent_at timestamptz, returned_at timestamptz, PRIMARY KEY(site, device));
        INSERT INTO rollup_due SELECT DISTINCT site, date_trunc('hour', at, 'UTC') FROM fact WHERE isfinite(at);
        """;
}
