/**
 * Answers on demand, for people who write devices: a request names by a header the answer that it
 * wants, and gets it as a real one looks. Off unless {@code gateway.simulate-answers} is set, and
 * then the first filter; off, nothing of this package is loaded.
 */
@NullMarked
package io.evenkeel.gateway.simulate;

import org.jspecify.annotations.NullMarked;
