/** Tests. */
@NullMarked
package io.evenkeel.processor.topology;

import org.jspecify.annotations.NullMarked;
