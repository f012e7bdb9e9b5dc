/**
 * What a caller can be told: the closed list of error codes, refused requests (RFC 9457) and
 * rejected events.
 */
@NullMarked
package io.evenkeel.gateway.problem;

import org.jspecify.annotations.NullMarked;
