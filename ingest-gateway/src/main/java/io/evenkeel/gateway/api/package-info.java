/** The HTTP side: routes, the entrance that they ask first, replies and their metrics. */
@NullMarked
package io.evenkeel.gateway.api;

import org.jspecify.annotations.NullMarked;
