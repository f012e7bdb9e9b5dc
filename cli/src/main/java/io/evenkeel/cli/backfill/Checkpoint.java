package io.evenkeel.cli.backfill;

import io.evenkeel.admin.JobBooks;
import io.evenkeel.cli.Json;
import io.evenkeel.cli.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How far a job came: everything before it is acknowledged. What was sent after it is sent again on
 * resumption and recognised as repeats.
 *
 * @param job the job's name
 * @param files the files, in order, with their sizes: a checkpoint of other files is not used
 * @param file index of the file that is being read
 * @param eventsInFile events of that file that are acknowledged or refused for good
 * @param accepted events acknowledged in all
 * @param rejected events refused for good in all
 * @param baseline the job's books before its first event
 */
public record Checkpoint(
    String job,
    List<FileMark> files,
    int file,
    long eventsInFile,
    long accepted,
    long rejected,
    JobBooks baseline) {
  public Checkpoint {
    files = List.copyOf(files);
  }

  /** A file by name and size. */
  public record FileMark(String name, long bytes) {
    static FileMark of(Path file) throws IOException {
      return new FileMark(file.getFileName().toString(), Files.size(file));
    }
  }

  static Checkpoint start(String job, List<FileMark> files, JobBooks baseline) {
    return new Checkpoint(job, files, 0, 0, 0, 0, baseline);
  }

  /** Events read, of all files. */
  long read() {
    return accepted + rejected;
  }

  /** The checkpoint after some more events, all of one file. */
  Checkpoint advance(int toFile, long toEventsInFile, long moreAccepted, long moreRejected) {
    return new Checkpoint(
        job,
        files,
        toFile,
        toEventsInFile,
        accepted + moreAccepted,
        rejected + moreRejected,
        baseline);
  }

  /** The checkpoint of an interrupted run over the same files, if there is one. */
  static Optional<Checkpoint> read(Path path, List<FileMark> files) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    Checkpoint found = Json.read(Files.readString(path), Checkpoint.class);
    return found.files().equals(files) ? Optional.of(found) : Optional.empty();
  }

  void write(Path path) throws IOException {
    PrivateFiles.replace(path, Json.write(this));
  }
}
