package io.evenkeel.load.faults;

import io.evenkeel.load.pipeline.JavaProcess;
import io.evenkeel.load.pipeline.ServiceCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A stage that is a JVM: the broker or one of the services. */
final class ServiceStage implements Stage {
  // What starts soonest: these processes seldom live long enough for the better compiler.
  private static final String[] FLAGS = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};

  private final Target target;
  private final ServiceCommand command;
  private final Path log;
  private final BooleanSupplier ready;
  private @Nullable JavaProcess process;

  /**
   * A stage that does not run yet.
   *
   * @param ready whether it does its work; asked only while it runs
   */
  ServiceStage(Target target, ServiceCommand command, Path log, BooleanSupplier ready) {
    this.target = target;
    this.command = command;
    this.log = log;
    this.ready = ready;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public synchronized void start() throws IOException {
    if (!isAlive()) {
      process = JavaProcess.start(command, log, FLAGS);
    }
  }

  @Override
  public boolean isAlive() {
    return running().isPresent();
  }

  @Override
  public boolean isReady() {
    return isAlive() && ready.getAsBoolean();
  }

  @Override
  public void kill() {
    running().ifPresent(JavaProcess::kill);
  }

  @Override
  public void freeze() {
    signal(Signals.STOP);
  }

  @Override
  public void thaw() {
    signal(Signals.CONTINUE);
  }

  private void signal(String signal) {
    running().ifPresent(running -> Signals.send(signal, List.of(running.handle().pid())));
  }

  private synchronized Optional<JavaProcess> running() {
    return Optional.ofNullable(process).filter(JavaProcess::isAlive);
  }
}
