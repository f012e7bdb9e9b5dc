/**
 * Minutes of event time that are still open: what goes into them, and when they close. The
 * vehicle's own clock decides, so a wrong clock harms its own vehicle only; a vehicle that falls
 * silent is judged by ingest time. Pure, no I/O.
 */
@NullMarked
package io.evenkeel.processor.minute;

import org.jspecify.annotations.NullMarked;
