/**
 * What became of single events: looked up in the tables, and in what Kafka still has. Positions and
 * names are personal data; they go to whoever asked and nowhere else.
 */
@NullMarked
package io.evenkeel.admin.trace;

import org.jspecify.annotations.NullMarked;
