package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks 60 MB, which is too slow for a unit test. */
class PostgresBinariesIT {
  @TempDir Path cache;

  private CompletableFuture<Path> unpackInBackground() {
    return CompletableFuture.supplyAsync(() -> PostgresBinaries.unpacked(cache));
  }

  private List<Path> inCache() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.toList();
    }
  }

  @Test
  void twoAtTheSameTimeEndUpWithTheSameCompleteFolder() throws IOException {
    CompletableFuture<Path> first = unpackInBackground();
    CompletableFuture<Path> second = unpackInBackground();

    assertThat(first.join()).isEqualTo(second.join());
    assertThat(first.join().resolve("bin/postgres")).isExecutable();
    assertThat(inCache()).containsExactly(first.join());
  }

  @Test
  void aDamagedFolderIsUnpackedAnew() throws IOException {
    Path folder = PostgresBinaries.unpacked(cache);
    Path program = folder.resolve("bin/postgres");
    Files.write(program, new byte[0]);

    assertThat(PostgresBinaries.unpacked(cache)).isEqualTo(folder);
    assertThat(program).isNotEmptyFile();
    assertThat(inCache()).containsExactly(folder);
  }
}
