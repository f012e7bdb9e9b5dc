/**
 * Dead letters: what the gateway refuses for good is kept in a topic of its own, with the bytes as
 * sent and the reason, before the caller hears of it.
 */
@NullMarked
package io.evenkeel.gateway.letter;

import org.jspecify.annotations.NullMarked;
