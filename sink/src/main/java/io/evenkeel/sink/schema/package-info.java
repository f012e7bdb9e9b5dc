/**
 * The tables: which columns the signal catalogue gives them, and the migration that adds these
 * columns.
 */
@NullMarked
package io.evenkeel.sink.schema;

import org.jspecify.annotations.NullMarked;
