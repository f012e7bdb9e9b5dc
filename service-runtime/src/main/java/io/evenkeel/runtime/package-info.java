/**
 * What the processor and the sink share as processes: settings from the environment, and health and
 * metrics on a port of their own.
 */
@NullMarked
package io.evenkeel.runtime;

import org.jspecify.annotations.NullMarked;
