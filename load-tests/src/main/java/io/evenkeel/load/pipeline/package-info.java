/**
 * The whole pipeline in separate processes under load, on one machine: events a second from the
 * first request to the last committed row, and what each process costs.
 */
@NullMarked
package io.evenkeel.load.pipeline;

import org.jspecify.annotations.NullMarked;
