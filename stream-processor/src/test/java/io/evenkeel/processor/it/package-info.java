/** The processor against a real broker. */
@NullMarked
package io.evenkeel.processor.it;

import org.jspecify.annotations.NullMarked;
