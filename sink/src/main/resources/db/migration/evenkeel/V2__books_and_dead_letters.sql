-- The rest of the books, dead letters of every stage, drift, aliases, and what operators did.

-- Dead letters -------------------------------------------------------------------------------------------------------

CREATE TABLE evenkeel.dead_letter_replay (
  replay_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  actor text NOT NULL,
  filter jsonb NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'stopped')),
  replayed bigint NOT NULL DEFAULT 0,
  failed bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
COMMENT ON TABLE evenkeel.dead_letter_replay IS
  'Runs of dead-letters replay. The events of run N arrive on the backfill lane as job replay-N.';
COMMENT ON COLUMN evenkeel.dead_letter_replay.seen_at IS
  'Last sign of life: what a run has claimed that stays silent is free for the next.';

ALTER TABLE evenkeel.dead_letter
  ADD COLUMN events integer NOT NULL DEFAULT 1 CHECK (events >= 0),
  ADD COLUMN lane text,
  ADD COLUMN job text NOT NULL DEFAULT '',
  ADD COLUMN vehicle text COLLATE "C",
  ADD COLUMN faulty_name text,
  ADD COLUMN exception text,
  ADD COLUMN source_topic text,
  ADD COLUMN source_partition integer,
  ADD COLUMN source_offset bigint,
  ADD COLUMN content_type text NOT NULL DEFAULT 'application/x-protobuf',
  ADD COLUMN content_encoding text,
  ADD COLUMN record_key bytea,
  ADD COLUMN headers jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN received_at timestamptz,
  ADD COLUMN kept_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  ADD COLUMN replay_id bigint REFERENCES evenkeel.dead_letter_replay,
  ADD COLUMN state_changed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE evenkeel.dead_letter ALTER COLUMN tenant_no SET NOT NULL;
CREATE INDEX dead_letter_held ON evenkeel.dead_letter (tenant_no, code, kept_at) INCLUDE (stage)
  WHERE state IN ('held', 'replaying');
CREATE INDEX dead_letter_vehicle_name ON evenkeel.dead_letter (tenant_no, vehicle) WHERE vehicle IS NOT NULL;
CREATE INDEX dead_letter_kept_at ON evenkeel.dead_letter (kept_at);
COMMENT ON TABLE evenkeel.dead_letter IS 'Events that were refused for good or could not be stored, with the reason.';
COMMENT ON COLUMN evenkeel.dead_letter.topic IS
  'Where the letter was read: the dead-letter topic, or for the sink''s own the clean topic.';
COMMENT ON COLUMN evenkeel.dead_letter.event_index IS
  'Index of the event in its record; -1 for a whole record or request body.';
COMMENT ON COLUMN evenkeel.dead_letter.events IS 'Events that the letter stands for in the books.';
COMMENT ON COLUMN evenkeel.dead_letter.vehicle IS 'Name as received, if one was: personal data.';
COMMENT ON COLUMN evenkeel.dead_letter.faulty_name IS 'The member or signal that was wrong, as received, if it was one.';
COMMENT ON COLUMN evenkeel.dead_letter.source_offset IS 'Of the record that failed, where one did.';
COMMENT ON COLUMN evenkeel.dead_letter.payload IS
  'The original bytes: of one event or a request body as sent (gateway), of the record (processor), or a telemetry record of this one event (sink).';
COMMENT ON COLUMN evenkeel.dead_letter.headers IS 'Headers that came with it and have no column: name to text.';
COMMENT ON COLUMN evenkeel.dead_letter.received_at IS 'When the gateway received it.';
COMMENT ON COLUMN evenkeel.dead_letter.attempts IS 'Replays so far.';
COMMENT ON COLUMN evenkeel.dead_letter.replay_id IS 'The run that claimed or replayed it last.';

-- Who reads what -----------------------------------------------------------------------------------------------------

-- regrole, not a name: who gets the name of a dropped role later does not get its rights.
CREATE TABLE evenkeel.tenant_reader (
  role regrole NOT NULL,
  tenant_no integer REFERENCES evenkeel.tenant,
  UNIQUE NULLS NOT DISTINCT (role, tenant_no)
);
COMMENT ON TABLE evenkeel.tenant_reader IS
  'Database roles that may read a tenant''s rows; tenant_no NULL: an operator, who may read all.';

CREATE FUNCTION evenkeel.role_may_read(reader name, tenant integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS
$$
  SELECT EXISTS (
    SELECT FROM evenkeel.tenant_reader r
    WHERE (r.tenant_no IS NULL OR r.tenant_no = tenant) AND pg_has_role(reader, r.role, 'usage'))
$$;
COMMENT ON FUNCTION evenkeel.role_may_read IS 'Whether a role is, or has the rights of, a reader of the tenant.';

-- The current role, not the session's: a pooled session that does SET ROLE reads what that role may read.
CREATE FUNCTION evenkeel.may_read(tenant integer) RETURNS boolean LANGUAGE sql STABLE AS
$$
  SELECT evenkeel.role_may_read(current_user, tenant)
$$;
COMMENT ON FUNCTION evenkeel.may_read IS 'Whether the current role is, or has the rights of, a reader of the tenant.';

ALTER TABLE evenkeel.dead_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reader ON evenkeel.dead_letter FOR SELECT USING (evenkeel.may_read(tenant_no));

-- These run with the rights of the caller: only the owner of the tables can grant them.

CREATE FUNCTION evenkeel.grant_reader(role_name name, tenant_slug text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
DECLARE
  granted integer;
BEGIN
  SELECT t.tenant_no INTO granted FROM evenkeel.tenant t WHERE t.slug = tenant_slug;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no event of a tenant % has arrived yet', tenant_slug USING ERRCODE = 'no_data_found';
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA evenkeel TO %I', role_name);
  EXECUTE format('GRANT SELECT ON evenkeel.dead_letter TO %I', role_name);
  INSERT INTO evenkeel.tenant_reader VALUES (quote_ident(role_name)::regrole, granted) ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION evenkeel.grant_reader IS 'Lets a role read the dead letters of a tenant.';

CREATE FUNCTION evenkeel.grant_operator(role_name name) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA evenkeel TO %I', role_name);
  EXECUTE format('GRANT SELECT ON evenkeel.dead_letter, evenkeel.tenant TO %I', role_name);
  INSERT INTO evenkeel.tenant_reader VALUES (quote_ident(role_name)::regrole, NULL) ON CONFLICT DO NOTHING;
END
$$;
COMMENT ON FUNCTION evenkeel.grant_operator IS 'Lets a role read the dead letters of all tenants.';

CREATE FUNCTION evenkeel.close_reader(reader regrole) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
BEGIN
  IF NOT EXISTS (SELECT FROM evenkeel.tenant_reader r WHERE r.role = reader) THEN
    EXECUTE format('REVOKE SELECT ON evenkeel.dead_letter FROM %s', reader);
    EXECUTE format('REVOKE USAGE ON SCHEMA evenkeel FROM %s', reader);
  END IF;
END
$$;
COMMENT ON FUNCTION evenkeel.close_reader IS 'Takes the last rights from a role that reads no tenant any more.';

CREATE FUNCTION evenkeel.revoke_reader(role_name name, tenant_slug text) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
DECLARE
  reader regrole := quote_ident(role_name)::regrole;
BEGIN
  DELETE FROM evenkeel.tenant_reader r USING evenkeel.tenant t
  WHERE r.role = reader AND r.tenant_no = t.tenant_no AND t.slug = tenant_slug;
  PERFORM evenkeel.close_reader(reader);
END
$$;
COMMENT ON FUNCTION evenkeel.revoke_reader IS 'Takes back what grant_reader gave.';

CREATE FUNCTION evenkeel.revoke_operator(role_name name) RETURNS void LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
DECLARE
  reader regrole := quote_ident(role_name)::regrole;
BEGIN
  DELETE FROM evenkeel.tenant_reader r WHERE r.role = reader AND r.tenant_no IS NULL;
  EXECUTE format('REVOKE SELECT ON evenkeel.tenant FROM %s', reader);
  PERFORM evenkeel.close_reader(reader);
END
$$;
COMMENT ON FUNCTION evenkeel.revoke_operator IS 'Takes back what grant_operator gave.';

REVOKE EXECUTE ON FUNCTION evenkeel.grant_reader, evenkeel.grant_operator, evenkeel.revoke_reader,
  evenkeel.revoke_operator, evenkeel.close_reader FROM PUBLIC;

-- Books --------------------------------------------------------------------------------------------------------------

CREATE TABLE evenkeel.refusal (
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  lane text NOT NULL,
  job text NOT NULL,
  code text NOT NULL,
  day date NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (tenant_no, lane, job, code, day)
) WITH (fillfactor = 70);
COMMENT ON TABLE evenkeel.refusal IS
  'What the gateway refused for good and kept as dead letters; none of it is part of the book of accepted events.';
COMMENT ON COLUMN evenkeel.refusal.day IS 'UTC day on which the gateway received it.';

CREATE TABLE evenkeel.removal (
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  account text NOT NULL CHECK (account IN ('reading', 'gateway', 'processor', 'sink', 'connect', 'streams', 'unknown')),
  day date NOT NULL,
  expired bigint NOT NULL DEFAULT 0,
  erased bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_no, account, day)
);
COMMENT ON TABLE evenkeel.removal IS
  'Rows that were there and are no more: stored = present + expired + erased.';
COMMENT ON COLUMN evenkeel.removal.account IS 'reading, or the stage whose dead letters they were.';
COMMENT ON COLUMN evenkeel.removal.day IS 'UTC day of event_time for readings, of kept_at for dead letters.';
COMMENT ON COLUMN evenkeel.removal.expired IS 'Removed because of their age.';
COMMENT ON COLUMN evenkeel.removal.erased IS 'Removed because somebody asked for it.';

CREATE TABLE evenkeel.expired_day (
  day date PRIMARY KEY,
  expired_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE evenkeel.expired_day IS
  'Days whose readings were dropped: their minutes stay as they are and are not recomputed.';

-- A day is counted before it is dropped, without holding up writers: what changes meanwhile is noted here.
CREATE TABLE evenkeel.expiring_change (
  day date NOT NULL,
  event_time timestamptz NOT NULL,
  tenant_no integer NOT NULL,
  change integer NOT NULL
);
CREATE INDEX expiring_change_day ON evenkeel.expiring_change (day, event_time);
COMMENT ON TABLE evenkeel.expiring_change IS
  'Readings added to (1) or removed from (-1) a day that is being counted because it is about to expire.';

CREATE FUNCTION evenkeel.note_expiring_change() RETURNS trigger LANGUAGE plpgsql
  SET search_path = pg_catalog AS
$$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO evenkeel.expiring_change VALUES (TG_ARGV[0]::date, OLD.event_time, OLD.vehicle_id >> 40, -1);
  ELSE
    INSERT INTO evenkeel.expiring_change VALUES (TG_ARGV[0]::date, NEW.event_time, NEW.vehicle_id >> 40, 1);
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION evenkeel.note_expiring_change IS 'Trigger of the partition of a day that is about to expire.';
REVOKE EXECUTE ON FUNCTION evenkeel.note_expiring_change FROM PUBLIC;

CREATE TABLE evenkeel.log_position (
  cluster_id text NOT NULL,
  topic_id uuid NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  from_offset bigint NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (cluster_id, topic_id, partition)
);
COMMENT ON TABLE evenkeel.log_position IS
  'How far the audit has counted the telemetry topics by itself.';
COMMENT ON COLUMN evenkeel.log_position.from_offset IS
  'Where counting began: what came before was taken over from the books.';

CREATE TABLE evenkeel.log_count (
  cluster_id text NOT NULL,
  topic_id uuid NOT NULL,
  partition integer NOT NULL,
  tenant text COLLATE "C" NOT NULL,
  job text NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (cluster_id, topic_id, partition, tenant, job)
) WITH (fillfactor = 70);
COMMENT ON TABLE evenkeel.log_count IS
  'Accepted events as the audit counted them in the log, up to log_position.';

-- What tells the audit which minutes may still be open in the processor: those after the last closed one, up to the last
-- with a live event.
ALTER TABLE evenkeel.vehicle_minute ADD COLUMN closed boolean NOT NULL DEFAULT false;
UPDATE evenkeel.vehicle_minute SET closed = true WHERE revision = 0;
COMMENT ON COLUMN evenkeel.vehicle_minute.closed IS
  'Whether the processor has closed the minute; one that was only computed from the readings may still be open there.';

ALTER TABLE evenkeel.vehicle_latest ADD COLUMN live_through timestamptz;
UPDATE evenkeel.vehicle_latest SET live_through = last_event_time;
COMMENT ON COLUMN evenkeel.vehicle_latest.live_through IS 'Latest event time stored from the live lane.';

-- Drift and aliases --------------------------------------------------------------------------------------------------

CREATE TABLE evenkeel.signal_window (
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  started_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('events', 'signal', 'extra')),
  name text COLLATE "C" NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (tenant_no, started_at, kind, name)
) WITH (fillfactor = 70);
CREATE INDEX signal_window_started_at ON evenkeel.signal_window (started_at);
COMMENT ON TABLE evenkeel.signal_window IS
  'How many events of the live lane carried a signal, by ingest time. Counted beside the books: a crash may cost some seconds of it.';
COMMENT ON COLUMN evenkeel.signal_window.started_at IS
  'Begin of the window; after two days windows are merged into hours.';
COMMENT ON COLUMN evenkeel.signal_window.kind IS
  'events: all stored (name empty); signal: of the catalogue; extra: unknown name as received, beyond 200 a window under the name …';

CREATE VIEW evenkeel.signal_hour AS
SELECT tenant, hour, kind, name, events,
  events / nullif(sum(events) FILTER (WHERE kind = 'events') OVER (PARTITION BY tenant, hour), 0)::double precision AS share
FROM (
  SELECT t.slug AS tenant, date_trunc('hour', w.started_at, 'UTC') AS hour, w.kind, w.name, sum(w.events)::bigint AS events
  FROM evenkeel.signal_window w JOIN evenkeel.tenant t USING (tenant_no)
  GROUP BY 1, 2, 3, 4) h;
COMMENT ON VIEW evenkeel.signal_hour IS
  'Which signals arrived in what share of a tenant''s events, by UTC hour of ingest time; kept for 90 days.';

CREATE TABLE evenkeel.drift (
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  kind text NOT NULL CHECK (kind IN ('vanished', 'appeared', 'failing')),
  name text COLLATE "C" NOT NULL,
  share_before double precision NOT NULL,
  share_now double precision NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (tenant_no, kind, name)
);
COMMENT ON TABLE evenkeel.drift IS
  'What differs now from the day before in the way a tenant sends; a row goes when it is over.';
COMMENT ON COLUMN evenkeel.drift.name IS
  'Signal that vanished, signal or unknown name that appeared, or the gateway''s code of refusals.';
COMMENT ON COLUMN evenkeel.drift.since IS 'Begin of the first window in which it was noticed.';

CREATE TABLE evenkeel.remap (
  remap_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  received text NOT NULL,
  signal text NOT NULL,
  scale double precision NOT NULL,
  "offset" double precision NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
  moved bigint NOT NULL DEFAULT 0,
  unfit bigint NOT NULL DEFAULT 0,
  done_at timestamptz,
  pass integer NOT NULL DEFAULT 1 CHECK (pass IN (1, 2)),
  at_day date,
  at_vehicle bigint,
  at_time timestamptz,
  at_event uuid
);
COMMENT ON TABLE evenkeel.remap IS
  'Values that waited in extra under a name which became an alias, and are moved to the signal''s column.';
COMMENT ON COLUMN evenkeel.remap.state IS
  'waiting: for its turn, or after the first pass for what was accepted before the alias took effect.';
COMMENT ON COLUMN evenkeel.remap.pass IS
  '1: what is stored already; 2: again, when all that was accepted before the alias took effect is stored.';
COMMENT ON COLUMN evenkeel.remap.at_day IS 'With the next three: the reading that the pass has reached.';
COMMENT ON COLUMN evenkeel.remap.unfit IS 'Values that stay in extra, as the latest pass met them: of another type, not plausible, or the signal had one already.';

CREATE TABLE evenkeel.operator_action (
  action_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE evenkeel.operator_action IS 'Who did what when: replays, discards, aliases.';

-- Positions ----------------------------------------------------------------------------------------------------------

ALTER TABLE evenkeel.sink_position ADD COLUMN source_topic_id uuid;
COMMENT ON COLUMN evenkeel.sink_position.source_topic_id IS
  'Id of the telemetry topic that the clean records were made from; another one stops the sink. NULL accepts the next.';
