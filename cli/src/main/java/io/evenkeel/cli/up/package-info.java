/**
 * Everything on one machine: {@code evenkeel up} starts broker, database and the three services,
 * and leaves a note from which the other commands find them.
 */
@NullMarked
package io.evenkeel.cli.up;

import org.jspecify.annotations.NullMarked;
