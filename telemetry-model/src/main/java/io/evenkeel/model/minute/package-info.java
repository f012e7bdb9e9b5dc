/**
 * Aggregates of one vehicle over one minute of event time: what the processor accumulates, the
 * minutes topic carries and the database recomputes.
 */
@NullMarked
package io.evenkeel.model.minute;

import org.jspecify.annotations.NullMarked;
