/** The HTTP side: routes, filters, replies, health and metrics. */
@NullMarked
package io.evenkeel.gateway.api;

import org.jspecify.annotations.NullMarked;
