/**
 * The canary: a vehicle that sends an event a second through the whole way, from HTTP to the table,
 * and reads it back. It measures what a customer feels, whatever the stages say of themselves.
 */
@NullMarked
package io.evenkeel.sink.canary;

import org.jspecify.annotations.NullMarked;
