package io.evenkeel.localstack;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a {@link LocalStack} until it is killed: {@code DIRECTORY [POSTGRES_SETTING VALUE]}. Prints
 * {@code READY bootstrap jdbcUrl postgresPid}.
 */
final class StackChild {
  private StackChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    LocalStackOptions options = LocalStackOptions.in(Path.of(arguments[0]));
    if (arguments.length == 3) {
      options = options.withPostgresSetting(arguments[1], arguments[2]);
    }
    LocalStack stack = LocalStack.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    System.out.printf(
        "READY %s %s %d%n", stack.bootstrapServers(), stack.jdbcUrl(), stack.postgres().pid());
    new CountDownLatch(1).await();
  }
}
