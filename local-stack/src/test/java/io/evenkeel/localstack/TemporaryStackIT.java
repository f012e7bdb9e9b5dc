package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TemporaryStackIT {

  @Test
  void whatAKilledProcessLeftBehindIsClearedAwayAndWhatLivesIsNot() throws IOException {
    try (TemporaryDirectory parent = TemporaryDirectory.create()) {
      Path abandoned = parent.path().resolve("evenkeel-stack-abandoned");
      try (ChildJvm child = ChildJvm.start(StackChild.class, abandoned.toString())) {
        child.awaitReady();

        TemporaryStack.clearAbandoned(parent.path(), Instant.MAX);
        assertThat(abandoned).isDirectory();

        child.kill();
      }
      Path data = abandoned.resolve("postgres/data");
      assertThat(PostgresOrphans.runningOn(data)).isNotEmpty();

      TemporaryStack.clearAbandoned(parent.path(), Instant.MAX);

      assertThat(abandoned).doesNotExist();
    }
  }
}
