/**
 * From events to acknowledged Kafka records: grouping by vehicle and partition, splitting, and the
 * producer.
 */
@NullMarked
package io.evenkeel.gateway.publish;

import org.jspecify.annotations.NullMarked;
