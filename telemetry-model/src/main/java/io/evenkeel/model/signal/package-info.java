/**
 * The signal catalogue: names, VSS paths, units, plausible ranges, aggregates and storage columns,
 * read from {@code signals.yaml}, and the matching of received names against it.
 */
@NullMarked
package io.evenkeel.model.signal;

import org.jspecify.annotations.NullMarked;
