/**
 * The rim towards Kafka Streams: two sub-topologies, one a lane, that read telemetry, ask the pure
 * packages what is new and what closes, keep the answer in state stores and forward it.
 */
@NullMarked
package io.evenkeel.processor.topology;

import org.jspecify.annotations.NullMarked;
