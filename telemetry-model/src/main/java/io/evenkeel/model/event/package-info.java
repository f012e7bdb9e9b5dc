/**
 * What a vehicle reports: an {@link io.evenkeel.model.event.Event} is one timestamped set of signal
 * values of one vehicle, with an identity that stays the same however often it is sent.
 */
@NullMarked
package io.evenkeel.model.event;

import org.jspecify.annotations.NullMarked;
