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
CREATE INDEX dead_letter_held ON evenkeel.dead_letter (tenant_no, code, kept_at) WHERE state IN ('held', 'replaying');
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

CREATE TABLE evenkeel.tenant_reader (
  role_name name NOT NULL,
  tenant_no integer REFERENCES evenkeel.tenant,
  UNIQUE NULLS NOT DISTINCT (role_name, tenant_no)
);
COMMENT ON TABLE evenkeel.tenant_reader IS
  'Database roles that may read a tenant''s rows; tenant_no NULL: an operator, who may read all.';

CREATE FUNCTION evenkeel.may_read(tenant integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog AS
$$
  SELECT EXISTS (
    SELECT FROM evenkeel.tenant_reader r
    WHERE (r.tenant_no IS NULL OR r.tenant_no = tenant) AND pg_has_role(session_user, r.role_name, 'member'))
$$;
COMMENT ON FUNCTION evenkeel.may_read IS 'Whether the session''s role is a reader of the tenant.';

ALTER TABLE evenkeel.dead_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_reader ON evenkeel.dead_letter FOR SELECT USING (evenkeel.may_read(tenant_no));

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
  account text NOT NULL CHECK (account IN ('reading', 'gateway', 'processor', 'sink')),
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

-- Drift and aliases --------------------------------------------------------------------------------------------------

CREATE TABLE evenkeel.signal_window (
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  started_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('events', 'signal', 'extra', 'refused')),
  name text COLLATE "C" NOT NULL,
  events bigint NOT NULL,
  PRIMARY KEY (tenant_no, started_at, kind, name)
) WITH (fillfactor = 70);
COMMENT ON TABLE evenkeel.signal_window IS
  'How many events carried a signal, by ingest time. Counted beside the books: a crash may cost some seconds of it.';
COMMENT ON COLUMN evenkeel.signal_window.kind IS
  'events: all stored (name empty); signal: of the catalogue; extra: unknown name as received; refused: by the gateway, by code.';

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
  done_at timestamptz
);
COMMENT ON TABLE evenkeel.remap IS
  'Values that waited in extra under a name which became an alias, and are moved to the signal''s column.';
COMMENT ON COLUMN evenkeel.remap.unfit IS 'Values that stay in extra: of another type, not plausible, or the signal had one already.';

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
