/**
 * Dashboards as files: {@link io.evenkeel.dashboards.Dashboard} reads one, {@code *Test} judges
 * what can be judged by reading, {@code *IT} runs every query where it is meant to run.
 */
@NullMarked
package io.evenkeel.dashboards;

import org.jspecify.annotations.NullMarked;
