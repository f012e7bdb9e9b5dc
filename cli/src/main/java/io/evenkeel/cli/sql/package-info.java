/** {@code evenkeel sql}: a query and its result as a table or as JSON. */
@NullMarked
package io.evenkeel.cli.sql;

import org.jspecify.annotations.NullMarked;
