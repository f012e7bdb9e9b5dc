/**
 * {@code evenkeel faults}: processes are killed and frozen under load, and nothing may be lost or
 * stored twice.
 */
@NullMarked
package io.evenkeel.cli.faults;

import org.jspecify.annotations.NullMarked;
