/**
 * One batch of clean records in one transaction: rows, position, books, dirty marks, latest values
 * and dead letters are stored together or not at all.
 */
@NullMarked
package io.evenkeel.sink.store;

import org.jspecify.annotations.NullMarked;
