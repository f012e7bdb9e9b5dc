/**
 * Recognises events that were seen before, exactly: what it calls a repeat was seen, with the same
 * identity at the same event time. Memory is bounded, so an old repeat may pass; the database key
 * then decides. Pure, no I/O.
 */
@NullMarked
package io.evenkeel.processor.dedup;

import org.jspecify.annotations.NullMarked;
