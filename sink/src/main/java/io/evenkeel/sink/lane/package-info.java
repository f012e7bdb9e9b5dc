/**
 * The way of clean records from the consumer through bounded buffers to the writers. Each lane has
 * its own consumer, buffers, writers and connections.
 */
@NullMarked
package io.evenkeel.sink.lane;

import org.jspecify.annotations.NullMarked;
