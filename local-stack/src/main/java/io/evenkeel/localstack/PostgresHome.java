package io.evenkeel.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory of one server: {@code data}, {@code password}, {@code server.log}, and the lock.
 * Also knows how to run a program under the server's account so that it can get at the data, even
 * where the account may not pass a directory on the way there, such as {@code /root}: then a shell
 * opens the home before it drops its rights, and the server goes in through the open descriptor.
 *
 * @param directory the home, as a real path
 * @param account the account that the server runs under
 */
record PostgresHome(Path directory, ServerAccount account) {
  /** Name of the directory within the home that PostgreSQL keeps its data in. */
  static final String DATA = "data";

  private static final Path OPEN_HOME = Path.of("/proc/self/fd/9");
  private static final String OPEN_HOME_THEN_RUN = "exec 9<\"$0\" && exec \"$@\"";

  static PostgresHome in(Path directory, ServerAccount account) {
    Path real = Directories.realPath(Directories.create(directory, Directories.PASS_THROUGH));
    PostgresHome home = new PostgresHome(real, account);
    home.openForAccount();
    home.checkOwner();
    return home;
  }

  private void openForAccount() {
    if (account.dropsPrivileges()) {
      try {
        Directories.setPermissions(directory, Directories.PASS_THROUGH);
      } catch (IOException e) {
        throw new LocalStackException(
            "The permissions of %s cannot be set: %s".formatted(directory, e), e);
      }
    }
  }

  private void checkOwner() {
    if (isInitialized() && !account.owns(data())) {
      throw new LocalStackException(
          "The data directory %s does not belong to %s, who would run PostgreSQL on it; start as the user who made it, or choose another directory."
              .formatted(data(), account.name()));
    }
  }

  Path data() {
    return directory.resolve(DATA);
  }

  Path passwordFile() {
    return directory.resolve("password");
  }

  Path logFile() {
    return directory.resolve("server.log");
  }

  boolean isInitialized() {
    return Files.isDirectory(data());
  }

  /** The file or directory of this home, under the name that the account can reach it by. */
  String asSeenByAccount(Path file) {
    return isBlocked() ? OPEN_HOME.resolve(directory.relativize(file)).toString() : file.toString();
  }

  private boolean isBlocked() {
    return account.blockedAt(directory).isPresent();
  }

  /**
   * One of the server's programs under its account, logging to the server log, in its own session.
   */
  ProcessBuilder process(Path binaries, String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (isBlocked()) {
      command.addAll(List.of("sh", "-c", OPEN_HOME_THEN_RUN, directory.toString()));
    }
    command.addAll(account.commandPrefix());
    command.add(binaries.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // The account must be able to read its working directory.
    builder.directory(binaries.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    // Settings of other servers, and other languages in the log, stay outside.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
