-- The tables of Evenkeel without the signals: their columns are added from the signal catalogue by a repeatable migration.

CREATE TABLE evenkeel.tenant (
  tenant_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text COLLATE "C" NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE evenkeel.tenant IS 'Owners of vehicles; a row appears with the first event.';

CREATE SEQUENCE evenkeel.vehicle_counter AS bigint MAXVALUE 1099511627775;

CREATE TABLE evenkeel.vehicle (
  vehicle_id bigint PRIMARY KEY,
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  name text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (tenant_no, name)
);
COMMENT ON TABLE evenkeel.vehicle IS 'Vehicles; a row appears with the first event.';
COMMENT ON COLUMN evenkeel.vehicle.vehicle_id IS
  'tenant_no << 40 | counter, so that the vehicles of a tenant are one range of every primary key.';
COMMENT ON COLUMN evenkeel.vehicle.name IS 'Name within the tenant, often a VIN: personal data.';

CREATE TABLE evenkeel.reading (
  vehicle_id bigint NOT NULL,
  event_time timestamptz NOT NULL,
  event_id uuid NOT NULL,
  ingest_time timestamptz NOT NULL,
  extra jsonb,
  PRIMARY KEY (vehicle_id, event_time, event_id)
) PARTITION BY RANGE (event_time);
CREATE INDEX reading_event_time_brin ON evenkeel.reading USING brin (event_time);
COMMENT ON TABLE evenkeel.reading IS 'Every event once. One partition for each UTC day of event_time, made on demand.';
COMMENT ON COLUMN evenkeel.reading.event_time IS 'When it happened, by the vehicle; milliseconds.';
COMMENT ON COLUMN evenkeel.reading.event_id IS 'Identity of the event within vehicle and time.';
COMMENT ON COLUMN evenkeel.reading.ingest_time IS 'When the gateway accepted it; milliseconds.';
COMMENT ON COLUMN evenkeel.reading.extra IS 'Signals that the catalogue does not know: received name to value.';

CREATE TABLE evenkeel.vehicle_minute (
  vehicle_id bigint NOT NULL,
  minute timestamptz NOT NULL,
  events integer NOT NULL,
  revision integer NOT NULL DEFAULT 0,
  PRIMARY KEY (vehicle_id, minute)
);
COMMENT ON TABLE evenkeel.vehicle_minute IS 'Aggregates of one vehicle over one minute of event time.';
COMMENT ON COLUMN evenkeel.vehicle_minute.events IS 'Events in the minute, whatever signals they carry.';
COMMENT ON COLUMN evenkeel.vehicle_minute.revision IS
  '0 as closed by the processor; each recomputation from the readings adds 1.';

-- Updated with every batch: room on the page keeps the updates out of the index.
CREATE TABLE evenkeel.vehicle_latest (
  vehicle_id bigint PRIMARY KEY,
  last_event_time timestamptz NOT NULL
) WITH (fillfactor = 70);
COMMENT ON TABLE evenkeel.vehicle_latest IS
  'For each signal the value with the latest event time (column x) and that time (column x_at).';

CREATE TABLE evenkeel.dirty_range (
  mark_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vehicle_id bigint NOT NULL,
  from_minute timestamptz NOT NULL,
  to_minute timestamptz NOT NULL,
  reason text NOT NULL,
  marked_at timestamptz NOT NULL DEFAULT now(),
  CHECK (from_minute < to_minute)
);
COMMENT ON TABLE evenkeel.dirty_range IS
  'Minutes to be recomputed from the readings; to_minute is exclusive. The caretaker removes a mark when it is done.';

CREATE TABLE evenkeel.dead_letter (
  dead_letter_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  topic_id uuid,
  partition integer NOT NULL,
  record_offset bigint NOT NULL,
  event_index integer NOT NULL,
  tenant_no integer REFERENCES evenkeel.tenant,
  vehicle_id bigint,
  event_time timestamptz,
  stage text NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  payload bytea NOT NULL,
  first_failed_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'replaying', 'replayed', 'discarded')),
  UNIQUE NULLS NOT DISTINCT (topic, topic_id, partition, record_offset, event_index)
);
CREATE INDEX dead_letter_vehicle ON evenkeel.dead_letter (vehicle_id, event_time);
COMMENT ON TABLE evenkeel.dead_letter IS 'Events that could not be stored, with the reason.';
COMMENT ON COLUMN evenkeel.dead_letter.event_index IS 'Index of the event in its record, -1 for a whole record.';
COMMENT ON COLUMN evenkeel.dead_letter.payload IS
  'A telemetry record of this one event, or the record''s bytes where event_index is -1.';

CREATE TABLE evenkeel.book (
  tenant_no integer NOT NULL REFERENCES evenkeel.tenant,
  lane text NOT NULL,
  job text NOT NULL,
  partition integer NOT NULL,
  day date NOT NULL,
  events_in bigint NOT NULL,
  events_out bigint NOT NULL,
  duplicate_processor bigint NOT NULL,
  dead_processor bigint NOT NULL,
  stored bigint NOT NULL,
  duplicate_sink bigint NOT NULL,
  dead_sink bigint NOT NULL,
  PRIMARY KEY (tenant_no, lane, job, partition, day),
  CONSTRAINT processor_balances CHECK (events_in = events_out + duplicate_processor + dead_processor),
  CONSTRAINT sink_balances CHECK (events_out = stored + duplicate_sink + dead_sink)
) WITH (fillfactor = 70);
COMMENT ON TABLE evenkeel.book IS
  'What became of the events: written in the transaction that stores them, so it balances at any moment.';
COMMENT ON COLUMN evenkeel.book.day IS 'UTC day of the ingest time.';

CREATE TABLE evenkeel.sink_position (
  cluster_id text NOT NULL,
  topic_id uuid NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  epoch bigint NOT NULL,
  next_offset bigint NOT NULL,
  next_source_offset bigint,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (cluster_id, topic_id, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE evenkeel.sink_position IS
  'How far each partition is stored; moves in the transaction that stores the events.';
COMMENT ON COLUMN evenkeel.sink_position.epoch IS 'Grows with every change of owner: only the latest owner may write.';
COMMENT ON COLUMN evenkeel.sink_position.next_source_offset IS
  'Offset in the telemetry topic that the next clean record must come from; NULL accepts the first.';
