/** Tests. */
@NullMarked
package io.evenkeel.processor.minute;

import org.jspecify.annotations.NullMarked;
