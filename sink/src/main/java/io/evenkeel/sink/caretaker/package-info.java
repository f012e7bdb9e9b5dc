/** Work that one sink process does for all: recomputes dirty minutes and makes partitions ahead. */
@NullMarked
package io.evenkeel.sink.caretaker;

import org.jspecify.annotations.NullMarked;
