package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void namesItsHolder() throws IOException {
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThat(Files.readString(lock.directory().resolve(DirectoryLock.FILE)).strip())
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void isHeldOnce() {
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThatThrownBy(() -> DirectoryLock.acquire(lock.directory()))
          .isInstanceOfSatisfying(
              AlreadyRunningException.class,
              e -> assertThat(e.pid()).hasValue(ProcessHandle.current().pid()));
    }
  }

  @Test
  void isOneLockUnderEachNameOfTheDirectory() throws IOException {
    Path alias = Files.createSymbolicLink(directory.resolve("alias"), directory);

    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      assertThatThrownBy(() -> DirectoryLock.acquire(alias))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining(lock.directory().toString());
    }
  }

  @Test
  void canBeTakenAgainAfterItWasReleased() {
    DirectoryLock.acquire(directory).close();

    try (DirectoryLock again = DirectoryLock.acquire(directory)) {
      assertThat(again.directory()).isDirectory();
    }
  }
}
