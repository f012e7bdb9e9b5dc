/**
 * Dead letters as operators see them: look them up, set them aside for good, or send them again.
 * What a letter's bytes mean is decided by pure functions; the table, Kafka and HTTP are at the
 * rim.
 */
@NullMarked
package io.evenkeel.admin.letter;

import org.jspecify.annotations.NullMarked;
