/**
 * The pipeline in separate processes that are killed and frozen at random moments while clients
 * send, and the proof that every acknowledged event is stored exactly once. What happens when is a
 * pure function of a seed ({@link io.evenkeel.load.faults.FaultSchedule}); how long the processes
 * take for it is not.
 */
@NullMarked
package io.evenkeel.load.faults;

import org.jspecify.annotations.NullMarked;
