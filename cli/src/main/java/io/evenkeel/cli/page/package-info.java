/**
 * The page that {@code evenkeel up} serves: the demo fleet on a plane, what each stage does, the
 * books, dead letters and drift. Positions are personal data, so it exists only in the local stack,
 * only on the loopback address, and only for the demo tenant. What it reads costs a bounded share
 * of the machine, however many people look.
 */
@NullMarked
package io.evenkeel.cli.page;

import org.jspecify.annotations.NullMarked;
