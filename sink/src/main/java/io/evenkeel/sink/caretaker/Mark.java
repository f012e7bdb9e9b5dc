package io.evenkeel.sink.caretaker;

import io.evenkeel.sink.store.MinuteRange;

/** A row of {@code dirty_range}. */
record Mark(long markId, MinuteRange range) {}
