/**
 * Repairs what was stored before an alias was known: values that wait in {@code extra} move to the
 * column of their signal, and minutes and latest values follow.
 */
@NullMarked
package io.evenkeel.sink.remap;

import org.jspecify.annotations.NullMarked;
