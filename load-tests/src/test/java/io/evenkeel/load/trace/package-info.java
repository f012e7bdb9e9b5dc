/** Tests of traces through the whole pipeline. */
@NullMarked
package io.evenkeel.load.trace;

import org.jspecify.annotations.NullMarked;
