package io.evenkeel.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.admin.JobBooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final List<Checkpoint.FileMark> FILES =
      List.of(new Checkpoint.FileMark("a.csv", 10), new Checkpoint.FileMark("b.csv", 20));

  @TempDir private Path directory = Path.of(".");

  @Test
  void isReadBackByTheNextRunOverTheSameFiles() throws IOException {
    Path file = directory.resolve("job.json");
    Checkpoint written =
        Checkpoint.start("job", FILES, new JobBooks(1, 2, 3)).advance(1, 500, 1_499, 1);
    written.write(file);

    assertThat(Checkpoint.read(file, FILES)).contains(written);
    assertThat(written.read()).isEqualTo(1_500);
  }

  @Test
  void isNotUsedForOtherFiles() throws IOException {
    Path file = directory.resolve("job.json");
    Checkpoint.start("job", FILES, new JobBooks(0, 0, 0)).write(file);

    assertThat(Checkpoint.read(file, FILES.subList(0, 1))).isEmpty();
  }

  @Test
  void isAbsentBeforeTheFirstRun() throws IOException {
    assertThat(Checkpoint.read(directory.resolve("none.json"), FILES)).isEmpty();
  }
}
