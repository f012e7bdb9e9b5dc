/**
 * One Kafka and one PostgreSQL for a module's integration tests, whatever the machine offers: in
 * containers when Docker answers, otherwise the embedded ones. {@link
 * io.evenkeel.localstack.testing.TestStacks} chooses and says what it chose.
 */
@NullMarked
package io.evenkeel.localstack.testing;

import org.jspecify.annotations.NullMarked;
