/** Tests of what waits before the stages. */
@NullMarked
package io.evenkeel.sink.pressure;

import org.jspecify.annotations.NullMarked;
