/**
 * Who owns a partition and how far it is stored. Positions live in the database and move in the
 * transaction that stores the events; Kafka only says which process should own a partition.
 */
@NullMarked
package io.evenkeel.sink.position;

import org.jspecify.annotations.NullMarked;
