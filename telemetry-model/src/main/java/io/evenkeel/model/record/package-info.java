/**
 * The telemetry record: the unit on Kafka, many events of one tenant and partition, columnar per
 * vehicle and lossless. Reading, building, selecting, splitting; record headers.
 */
@NullMarked
package io.evenkeel.model.record;

import org.jspecify.annotations.NullMarked;
