/**
 * Keeps the dead letters of the other stages: from their topic into the table {@code dead_letter},
 * each once, with what their headers say.
 */
@NullMarked
package io.evenkeel.sink.letter;

import org.jspecify.annotations.NullMarked;
