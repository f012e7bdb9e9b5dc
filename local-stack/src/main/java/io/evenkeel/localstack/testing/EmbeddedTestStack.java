package io.evenkeel.localstack.testing;

import io.evenkeel.localstack.LocalStack;
import io.evenkeel.localstack.LocalStackOptions;
import io.evenkeel.localstack.TemporaryStack;
import java.nio.file.Path;

/** A {@link LocalStack} in a temporary directory, small, and gone when the JVM ends normally. */
final class EmbeddedTestStack implements TestStack {
  private final TemporaryStack stack;

  private EmbeddedTestStack(TemporaryStack stack) {
    this.stack = stack;
  }

  static EmbeddedTestStack start() {
    return new EmbeddedTestStack(TemporaryStack.start(EmbeddedTestStack::small));
  }

  private static LocalStackOptions small(LocalStackOptions options) {
    return options
        .withPostgresSetting("shared_buffers", "64MB")
        .withPostgresSetting("max_wal_size", "1GB")
        .withBrokerProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20))
        .withBrokerProperty("offsets.topic.num.partitions", "1")
        .withBrokerProperty("transaction.state.log.num.partitions", "1");
  }

  @Override
  public String bootstrapServers() {
    return stack.get().bootstrapServers();
  }

  @Override
  public String jdbcUrl() {
    return stack.get().jdbcUrl();
  }

  @Override
  public String user() {
    return stack.get().user();
  }

  @Override
  public String password() {
    return stack.get().password();
  }

  @Override
  public String createDatabase() {
    return TestDatabases.create(this);
  }

  Path dataDirectory() {
    return stack.get().dataDirectory();
  }

  @Override
  public void close() {
    stack.close();
  }
}
