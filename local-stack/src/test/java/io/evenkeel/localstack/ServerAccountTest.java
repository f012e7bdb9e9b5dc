package io.evenkeel.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAccountTest {
  private static final ServerAccount ORDINARY = new ServerAccount.Own(1000);

  @TempDir Path directory;

  /** An account that owns nothing in the temporary directory. */
  private ServerAccount stranger;

  @BeforeEach
  void lookUpStranger() throws IOException {
    PosixFileAttributes ofRoot = Files.readAttributes(Path.of("/"), PosixFileAttributes.class);
    var accounts = directory.getFileSystem().getUserPrincipalLookupService();
    stranger =
        new ServerAccount.Nobody(
            "/usr/bin/setpriv", accounts.lookupPrincipalByName("54321"), ofRoot.group());
  }

  private Path directory(String name, String permissions) throws IOException {
    Path made = Directories.create(directory.resolve(name), Directories.READABLE);
    Directories.setPermissions(made, permissions);
    return made;
  }

  @Test
  void namesTheDirectoryThatTheAccountCannotPass() throws IOException {
    Directories.setPermissions(directory, Directories.PASS_THROUGH);
    Path closed = directory("closed", Directories.PRIVATE);
    Path below = Directories.create(closed.resolve("below"), Directories.READABLE);

    assertThat(stranger.blockedAt(below)).contains(closed);
  }

  @Test
  void passesDirectoriesThatOthersMayPass() throws IOException {
    Directories.setPermissions(directory, Directories.PASS_THROUGH);
    Path open = directory("open", Directories.PASS_THROUGH);

    assertThat(stranger.blockedAt(open)).isEmpty();
  }

  @Test
  void anOrdinaryUserRunsTheServerAsThemselves() {
    assertThat(ORDINARY.dropsPrivileges()).isFalse();
    assertThat(ORDINARY.commandPrefix()).noneMatch(word -> word.contains("setpriv"));
    assertThat(ORDINARY.blockedAt(directory)).isEmpty();
  }

  @Test
  void rootRunsTheServerAsAnotherAccount() {
    assertThat(stranger.dropsPrivileges()).isTrue();
    assertThat(stranger.commandPrefix())
        .contains("/usr/bin/setpriv", "--reuid=54321", "--clear-groups")
        .endsWith("--");
  }

  @Test
  void theCacheOfAnOrdinaryUserIsTheirOwn() {
    assertThat(PostgresCache.candidates(ORDINARY, Map.of(), "/home/ann", "/tmp"))
        .containsExactly(
            Path.of("/home/ann/.cache/evenkeel/postgres"),
            Path.of("/tmp/evenkeel-cache-1000/postgres"));
    assertThat(
            PostgresCache.candidates(
                ORDINARY, Map.of("XDG_CACHE_HOME", "/caches"), "/home/ann", "/tmp"))
        .startsWith(Path.of("/caches/evenkeel/postgres"));
  }

  @Test
  void theCacheOfRootIsReadableByTheServersAccount() {
    assertThat(PostgresCache.candidates(stranger, Map.of(), "/root", "/tmp"))
        .startsWith(Path.of("/var/cache/evenkeel/postgres"));
  }

  @Test
  void skipsACacheThatBelongsToSomebodyElse() {
    ServerAccount owner = new ServerAccount.Own(ServerAccount.uidOf(directory));
    ServerAccount somebodyElse = new ServerAccount.Own(54321);

    assertThat(PostgresCache.firstUsable(List.of(directory), owner)).isEqualTo(directory);
    assertThatThrownBy(() -> PostgresCache.firstUsable(List.of(directory), somebodyElse))
        .isInstanceOf(LocalStackException.class);
  }
}
