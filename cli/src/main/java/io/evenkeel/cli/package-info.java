/**
 * The {@code evenkeel} command. Results go to standard output, everything else to standard error;
 * with {@code --json} the result is one JSON object.
 */
@NullMarked
package io.evenkeel.cli;

import org.jspecify.annotations.NullMarked;
