package io.evenkeel.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The account that PostgreSQL runs under. It refuses root, so root runs it as {@code nobody},
 * through {@code setpriv}; everybody else runs it as themselves.
 */
sealed interface ServerAccount {

  /** The numeric user id of this JVM. */
  int ownUid();

  /** The account's name, for messages. */
  String name();

  /** Whether the server runs under another account than this JVM. */
  boolean dropsPrivileges();

  /** The beginning of a command that runs the rest under the account, as the same process. */
  List<String> commandPrefix();

  /** Gives a file or directory to the account. */
  void give(Path path);

  /** Whether the file or directory belongs to the account. */
  boolean owns(Path path);

  /** The first directory on the way to this one that the account cannot pass through. */
  Optional<Path> blockedAt(Path directory);

  /** The account for this JVM's user. */
  static ServerAccount ofThisProcess() {
    int uid = uidOf(Path.of("/proc/self"));
    return uid == 0 ? Nobody.lookUp() : new Own(uid);
  }

  static int uidOf(Path path) {
    try {
      return (int) Files.getAttribute(path, "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds a program on the search path. */
  static Optional<String> program(String name) {
    String searchPath = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin";
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, name);
      if (directory.startsWith("/") && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toString());
      }
    }
    return Optional.empty();
  }

  /**
   * A session of its own, so that Ctrl-C on the terminal reaches this JVM only, which then stops
   * the server when nobody needs it any more.
   */
  static List<String> ownSession() {
    return program("setsid").map(List::of).orElse(List.of());
  }

  /** The user of this JVM, who is not root. */
  record Own(int ownUid) implements ServerAccount {
    @Override
    public String name() {
      return System.getProperty("user.name", "uid " + ownUid);
    }

    @Override
    public boolean dropsPrivileges() {
      return false;
    }

    @Override
    public List<String> commandPrefix() {
      return ownSession();
    }

    @Override
    public void give(Path path) {
      // What this user makes is this user's.
    }

    @Override
    public boolean owns(Path path) {
      return uidOf(path) == ownUid;
    }

    @Override
    public Optional<Path> blockedAt(Path directory) {
      return Optional.empty();
    }
  }

  /** The account {@code nobody}, for root. */
  record Nobody(String setpriv, UserPrincipal user, GroupPrincipal group) implements ServerAccount {

    static Nobody lookUp() {
      String setpriv =
          program("setpriv")
              .orElseThrow(() ->
                  new LocalStackException(
                      "PostgreSQL refuses to run as root, and the program setpriv, which would run it as nobody, is missing: install util-linux, or run as an ordinary user."));
      UserPrincipalLookupService accounts =
          Path.of("/").getFileSystem().getUserPrincipalLookupService();
      try {
        return new Nobody(setpriv, accounts.lookupPrincipalByName("nobody"), group(accounts));
      } catch (IOException e) {
        throw new LocalStackException(
            "PostgreSQL refuses to run as root, and there is no account nobody to run it under.",
            e);
      }
    }

    // Debian's name, then everybody else's.
    private static GroupPrincipal group(UserPrincipalLookupService accounts) throws IOException {
      try {
        return accounts.lookupPrincipalByGroupName("nogroup");
      } catch (UserPrincipalNotFoundException e) {
        return accounts.lookupPrincipalByGroupName("nobody");
      }
    }

    @Override
    public int ownUid() {
      return 0;
    }

    @Override
    public String name() {
      return user.getName();
    }

    @Override
    public boolean dropsPrivileges() {
      return true;
    }

    @Override
    public List<String> commandPrefix() {
      List<String> prefix = new ArrayList<>(ownSession());
      prefix.addAll(
          List.of(
              setpriv,
              "--reuid=" + user.getName(),
              "--regid=" + group.getName(),
              "--clear-groups",
              "--"));
      return prefix;
    }

    @Override
    public void give(Path path) {
      try {
        PosixFileAttributeView view =
            Files.getFileAttributeView(path, PosixFileAttributeView.class);
        view.setOwner(user);
        view.setGroup(group);
      } catch (IOException e) {
        throw new LocalStackException(
            "%s cannot be given to the account %s: %s".formatted(path, name(), e), e);
      }
    }

    @Override
    public boolean owns(Path path) {
      try {
        return Files.getOwner(path).equals(user);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<Path> blockedAt(Path directory) {
      Path way = directory.getRoot();
      for (Path name : directory) {
        way = way.resolve(name);
        if (!mayPass(way)) {
          return Optional.of(way);
        }
      }
      return Optional.empty();
    }

    private boolean mayPass(Path directory) {
      try {
        PosixFileAttributeView view =
            Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        var attributes = view.readAttributes();
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (attributes.owner().equals(user)) {
          return permissions.contains(PosixFilePermission.OWNER_EXECUTE);
        }
        if (attributes.group().equals(group)) {
          return permissions.contains(PosixFilePermission.GROUP_EXECUTE);
        }
        return permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
      } catch (IOException e) {
        return false;
      }
    }
  }
}
