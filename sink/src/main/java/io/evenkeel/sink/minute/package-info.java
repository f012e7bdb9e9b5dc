/** Stores the minutes that the processor closed, once the rows that they summarise are stored. */
@NullMarked
package io.evenkeel.sink.minute;

import org.jspecify.annotations.NullMarked;
