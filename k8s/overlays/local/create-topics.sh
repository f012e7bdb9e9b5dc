#!/bin/sh
# The topics of the pipeline on a single broker; those that exist stay as they are. BOOTSTRAP says where Kafka is.
set -eu

topic() {
  name=$1 partitions=$2
  shift 2
  configs=""
  for config in message.timestamp.type=LogAppendTime "$@"; do
    configs="$configs --config $config"
  done
  # shellcheck disable=SC2086 # the options are words
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$BOOTSTRAP" --create --if-not-exists \
    --topic "$name" --partitions "$partitions" --replication-factor 1 $configs
}

topic evenkeel.telemetry.live 12 retention.ms=604800000 max.message.bytes=1048576
topic evenkeel.telemetry.backfill 12 retention.ms=604800000 max.message.bytes=1048576
topic evenkeel.clean.live 12 retention.ms=604800000 max.message.bytes=1048576
topic evenkeel.clean.backfill 12 retention.ms=604800000 max.message.bytes=1048576
topic evenkeel.minutes 12 retention.ms=604800000 max.message.bytes=1048576
topic evenkeel.dead-letter 12 retention.ms=2592000000 max.message.bytes=2097152
topic evenkeel.directory 1 cleanup.policy=compact
