/**
 * From the bytes of a request to valid events: decompression, JSON and NDJSON, the rules for each
 * event. Everything here is a function of its arguments; time arrives as a number.
 */
@NullMarked
package io.evenkeel.gateway.decode;

import org.jspecify.annotations.NullMarked;
