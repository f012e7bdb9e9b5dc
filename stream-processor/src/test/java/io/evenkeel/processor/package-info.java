/** Tests of the processor. */
@NullMarked
package io.evenkeel.processor;

import org.jspecify.annotations.NullMarked;
