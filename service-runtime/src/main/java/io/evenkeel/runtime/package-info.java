/**
 * What the services share as processes of their own: logging, settings from the environment, and
 * health and metrics on a port of their own.
 */
@NullMarked
package io.evenkeel.runtime;

import org.jspecify.annotations.NullMarked;
