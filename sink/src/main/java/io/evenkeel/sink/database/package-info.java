/** The rim towards PostgreSQL: connections, what its errors mean, and the binary form of COPY. */
@NullMarked
package io.evenkeel.sink.database;

import org.jspecify.annotations.NullMarked;
