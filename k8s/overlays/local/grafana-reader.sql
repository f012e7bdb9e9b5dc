-- The role by which Grafana reads all tenants, as the owner of the tables and once the sink has made them:
--   psql -v password=… -f grafana-reader.sql
SELECT 'CREATE ROLE grafana' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana') \gexec
ALTER ROLE grafana LOGIN PASSWORD :'password';
ALTER ROLE grafana SET statement_timeout = '10s';
SELECT evenkeel.grant_operator('grafana');
