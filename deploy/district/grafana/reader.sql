-- The role that Grafana reads with: the views of the schema report, which keep the rule of five households, and no table.
-- psql -v password="$READER_PASSWORD" -f reader.sql, as the role the workers have (or one that may make roles), once they have run.
SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana') AS is_new \gset
\if :is_new
CREATE ROLE grafana LOGIN;
\endif
ALTER ROLE grafana PASSWORD :'password' CONNECTION LIMIT 10;
ALTER ROLE grafana SET default_transaction_read_only = on;
ALTER ROLE grafana SET statement_timeout = '30s';
GRANT USAGE ON SCHEMA report TO grafana;
GRANT SELECT ON ALL TABLES IN SCHEMA report TO grafana;
ALTER DEFAULT PRIVILEGES IN SCHEMA report GRANT SELECT ON TABLES TO grafana;
