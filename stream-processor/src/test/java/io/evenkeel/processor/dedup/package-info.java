/** Tests. */
@NullMarked
package io.evenkeel.processor.dedup;

import org.jspecify.annotations.NullMarked;
