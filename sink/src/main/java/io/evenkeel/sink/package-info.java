/**
 * From Kafka to PostgreSQL: stores each event once, keeps the books, closes minutes and repairs
 * them. {@link io.evenkeel.sink.Sink} wires it, {@link io.evenkeel.sink.SinkMain} runs it as a
 * process.
 */
@NullMarked
package io.evenkeel.sink;

import org.jspecify.annotations.NullMarked;
