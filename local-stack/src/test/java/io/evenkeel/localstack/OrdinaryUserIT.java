package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The stack as an ordinary user: a child JVM that runs as {@code nobody} when this one is root, and
 * as the same user when it is not.
 */
class OrdinaryUserIT {

  @Test
  void theStackNeedsNoPrivileges() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      ServerAccount account = ServerAccount.ofThisProcess();
      Path own = Directories.create(directory.path().resolve("own"), Directories.READABLE);
      account.give(own);
      String classPath = readableClassPath(directory.path().resolve("classpath"));

      try (ChildJvm child = startChild(account, classPath, own)) {
        String[] ready = child.awaitReady();

        assertThat(ownerOf(child.pid())).isEqualTo(ownerOf(Long.parseLong(ready[3])));
        assertThat(ownerOf(child.pid())).isNotZero();
        assertThat(own.resolve("cache/evenkeel/postgres")).isDirectory();
        assertThat(child.stop()).isEqualTo(143);
      }
      assertThat(PostgresOrphans.runningOn(own.resolve("data/postgres/data"))).isEmpty();
    }
  }

  private static ChildJvm startChild(ServerAccount account, String classPath, Path own) {
    return ChildJvm.start(
        account.commandPrefix(),
        classPath,
        Map.of("XDG_CACHE_HOME", own.resolve("cache").toString()),
        StackChild.class,
        own.resolve("data").toString());
  }

  private static int ownerOf(long pid) {
    return ServerAccount.uidOf(Path.of("/proc", Long.toString(pid)));
  }

  /** This JVM's class path, copied to where every user may read it. */
  private static String readableClassPath(Path target) throws IOException {
    Directories.create(target, Directories.READABLE);
    StringJoiner classPath = new StringJoiner(File.pathSeparator);
    int number = 0;
    for (String entry :
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
      Path copy = target.resolve(number++ + "-" + Path.of(entry).getFileName());
      copyTree(Path.of(entry), copy);
      classPath.add(copy.toString());
    }
    return classPath.toString();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.copy(path, copy);
        Directories.setPermissions(
            copy, Files.isDirectory(path) ? Directories.READABLE : "rw-r--r--");
      }
    }
  }
}
