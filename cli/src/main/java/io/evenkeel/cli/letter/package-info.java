/** {@code evenkeel dead-letters}: what was refused or could not be stored, and the ways out. */
@NullMarked
package io.evenkeel.cli.letter;

import org.jspecify.annotations.NullMarked;
