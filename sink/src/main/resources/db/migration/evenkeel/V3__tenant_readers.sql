-- Whoever may read a tenant reads all its rows, not only its dead letters: dashboards run as such a role. Roles that were
-- granted before keep what they have until they are granted again.

-- Evaluated once a statement, not once a row: policies ask for it in a subselect.
CREATE FUNCTION evenkeel.tenants_of(reader name) RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
  SET search_path = pg_catalog AS
$$
  SELECT coalesce(array_agg(t.tenant_no), '{}')
  FROM evenkeel.tenant t
  WHERE EXISTS (
    SELECT FROM evenkeel.tenant_reader r
    WHERE (r.tenant_no IS NULL OR r.tenant_no = t.tenant_no) AND pg_has_role(reader, r.role, 'usage'))
$$;
COMMENT ON FUNCTION evenkeel.tenants_of IS 'Tenants of which a role is, or has the rights of, a reader.';

-- The current role, not the session's: a pooled session that does SET ROLE reads what that role may read.
CREATE FUNCTION evenkeel.readable_tenants() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$
  SELECT evenkeel.tenants_of(current_user)
$$;
COMMENT ON FUNCTION evenkeel.readable_tenants IS 'Tenants of which the current role is, or has the rights of, a reader.';

-- A tenant is one range of every primary key that begins with vehicle_id: the range is for the index, the array decides.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['reading', 'vehicle_minute', 'vehicle_latest'] LOOP
    EXECUTE format('ALTER TABLE evenkeel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_reader ON evenkeel.%I FOR SELECT USING ('
      'vehicle_id >= (SELECT min(n)::bigint << 40 FROM unnest(evenkeel.readable_tenants()) n) AND '
      'vehicle_id < (SELECT (max(n) + 1)::bigint << 40 FROM unnest(evenkeel.readable_tenants()) n) AND '
      '(vehicle_id >> 40)::integer = ANY ((SELECT evenkeel.readable_tenants())::integer[]))', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['tenant', 'vehicle', 'book', 'refusal', 'removal', 'signal_window', 'drift', 'remap'] LOOP
    EXECUTE format('ALTER TABLE evenkeel.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_reader ON evenkeel.%I FOR SELECT USING ('
      'tenant_no = ANY ((SELECT evenkeel.readable_tenants())::integer[]))', name);
  END LOOP;
END
$$;
ALTER POLICY tenant_reader ON evenkeel.dead_letter
  USING (tenant_no = ANY ((SELECT evenkeel.readable_tenants())::integer[]));
DROP FUNCTION evenkeel.may_read;
DROP FUNCTION evenkeel.role_may_read;

-- Views read with the rights of who asks.
ALTER VIEW evenkeel.signal_hour SET (security_invoker = true);

CREATE FUNCTION evenkeel.reader_tables() RETURNS text LANGUAGE sql IMMUTABLE AS
$$
  SELECT 'evenkeel.tenant, evenkeel.vehicle, evenkeel.reading, evenkeel.reading_named, evenkeel.vehicle_minute, '
    'evenkeel.vehicle_latest, evenkeel.dead_letter, evenkeel.book, evenkeel.refusal, evenkeel.removal, '
    'evenkeel.signal_window, evenkeel.signal_hour, evenkeel.drift, evenkeel.remap'
$$;
COMMENT ON FUNCTION evenkeel.reader_tables IS 'What a reader may select from; row-level security says which rows.';

CREATE FUNCTION evenkeel.open_reader(role_name name) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA evenkeel TO %I', role_name);
  EXECUTE format('GRANT SELECT ON %s TO %I', evenkeel.reader_tables(), role_name);
END
$$;
COMMENT ON FUNCTION evenkeel.open_reader IS 'Gives a role the rights that every reader has.';

CREATE OR REPLACE FUNCTION evenkeel.grant_reader(role_name name, tenant_slug text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
DECLARE
  granted integer;
BEGIN
  SELECT t.tenant_no INTO granted FROM evenkeel.tenant t WHERE t.slug = tenant_slug;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no event of a tenant % has arrived yet', tenant_slug USING ERRCODE = 'no_data_found';
  END IF;
  PERFORM evenkeel.open_reader(role_name);
  INSERT INTO evenkeel.tenant_reader VALUES (quote_ident(role_name)::regrole, granted) ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION evenkeel.grant_reader IS 'Lets a role read the rows of a tenant.';

CREATE OR REPLACE FUNCTION evenkeel.grant_operator(role_name name) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
BEGIN
  PERFORM evenkeel.open_reader(role_name);
  INSERT INTO evenkeel.tenant_reader VALUES (quote_ident(role_name)::regrole, NULL) ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION evenkeel.grant_operator IS 'Lets a role read the rows of all tenants.';

CREATE OR REPLACE FUNCTION evenkeel.close_reader(reader regrole) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
BEGIN
  IF NOT EXISTS (SELECT FROM evenkeel.tenant_reader r WHERE r.role = reader) THEN
    EXECUTE format('REVOKE SELECT ON %s FROM %s', evenkeel.reader_tables(), reader);
    EXECUTE format('REVOKE USAGE ON SCHEMA evenkeel FROM %s', reader);
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION evenkeel.revoke_operator(role_name name) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
DECLARE
  reader regrole := quote_ident(role_name)::regrole;
BEGIN
  DELETE FROM evenkeel.tenant_reader r WHERE r.role = reader AND r.tenant_no IS NULL;
  PERFORM evenkeel.close_reader(reader);
END
$$;

REVOKE EXECUTE ON FUNCTION evenkeel.open_reader FROM PUBLIC;

-- Minutes come about in order of time: a day of a fleet is a few pages' ranges of this.
CREATE INDEX vehicle_minute_minute_brin ON evenkeel.vehicle_minute USING brin (minute);
