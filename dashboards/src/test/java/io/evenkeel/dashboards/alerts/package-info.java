/**
 * What the alert rules promise: each has its page and its tests, names metrics that exist, and
 * fires or keeps quiet as promtool says.
 */
@NullMarked
package io.evenkeel.dashboards.alerts;

import org.jspecify.annotations.NullMarked;
