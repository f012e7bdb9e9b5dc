/** The reference page of the metrics: how it is generated, and that it is complete. */
@NullMarked
package io.evenkeel.cli.metrics;

import org.jspecify.annotations.NullMarked;
