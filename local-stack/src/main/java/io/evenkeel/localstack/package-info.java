/**
 * A Kafka broker and a PostgreSQL server on this machine, without Docker and without installing
 * anything: {@link io.evenkeel.localstack.LocalKafka}, {@link
 * io.evenkeel.localstack.LocalPostgres}, and both on one data directory as {@link
 * io.evenkeel.localstack.LocalStack}. Data persists, fsync is on, and after a kill at any moment
 * the next start cleans up and goes on. For development, demonstrations and tests; a production
 * fleet has its own servers.
 */
@NullMarked
package io.evenkeel.localstack;

import org.jspecify.annotations.NullMarked;
