/** {@code evenkeel where}: what became of one event. */
@NullMarked
package io.evenkeel.cli.trace;

import org.jspecify.annotations.NullMarked;
