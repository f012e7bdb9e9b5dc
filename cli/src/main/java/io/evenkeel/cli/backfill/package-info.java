/**
 * Loading recorded data through the backfill lane: reads files, sends with a window of requests,
 * remembers how far it came, and waits until everything is stored.
 */
@NullMarked
package io.evenkeel.cli.backfill;

import org.jspecify.annotations.NullMarked;
