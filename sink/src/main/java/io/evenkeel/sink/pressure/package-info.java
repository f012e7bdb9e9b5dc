/**
 * How much waits before the processor and before the sink, and for how long: read by the caretaker
 * from Kafka and the database, not from the stages themselves, so that a stage that does not run
 * shows as what it is. What scales and alerts by these numbers must never take a missing reading
 * for an empty queue: they exist while they are true, and not at all otherwise.
 */
@NullMarked
package io.evenkeel.sink.pressure;

import org.jspecify.annotations.NullMarked;
