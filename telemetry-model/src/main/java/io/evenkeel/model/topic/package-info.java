/** Topic names and settings, lanes, and the choice of a vehicle's partition. */
@NullMarked
package io.evenkeel.model.topic;

import org.jspecify.annotations.NullMarked;
