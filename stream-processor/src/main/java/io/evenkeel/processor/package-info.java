/**
 * The stream processor as a service: configuration, start and stop, health. Between telemetry as
 * accepted and what the sink stores, it drops repeats and closes vehicle minutes, exactly once.
 */
@NullMarked
package io.evenkeel.processor;

import org.jspecify.annotations.NullMarked;
