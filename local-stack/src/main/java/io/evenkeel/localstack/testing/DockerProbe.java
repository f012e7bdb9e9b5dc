package io.evenkeel.localstack.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** Asks whether Docker answers, without waiting for ever. */
final class DockerProbe {
  /**
   * Without Docker the answer comes in half a second. Inside a container Testcontainers first pulls
   * a helper image, which takes minutes where no image can be pulled; then Docker is of no use.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private DockerProbe() {}

  /**
   * Whether Docker answers; fails with a {@link LinkageError} as the cause when Testcontainers is
   * not on the class path.
   */
  static boolean answers() {
    return CompletableFuture.supplyAsync(
            () -> DockerClientFactory.instance().isDockerAvailable(), DockerProbe::inBackground)
        .completeOnTimeout(false, TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  // A daemon, so that a probe that hangs does not keep the JVM alive.
  private static void inBackground(Runnable probe) {
    Thread thread = new Thread(probe, "docker-probe");
    thread.setDaemon(true);
    thread.start();
  }
}
