/**
 * Drift: which signals arrive in what share of a tenant's events, and what a change of that means.
 * Every sink counts what it stores into windows; the caretaker compares the windows, names what
 * vanished, appeared or fails, and rolls old windows up.
 */
@NullMarked
package io.evenkeel.sink.drift;

import org.jspecify.annotations.NullMarked;
