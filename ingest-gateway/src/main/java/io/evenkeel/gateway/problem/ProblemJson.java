package io.evenkeel.gateway.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes replies as JSON. Safe for use by many threads. */
public final class ProblemJson {
  /** The media type of refusals. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private final JsonFactory json = new JsonFactory();

  /** The body of a refusal. */
  public byte[] refusal(Problem problem) {
    return write(out -> {
      ErrorCode code = problem.code();
      out.writeStringField("type", code.type());
      out.writeStringField("title", code.title());
      out.writeNumberField("status", code.status());
      out.writeStringField("detail", problem.detail());
      out.writeStringField("code", code.id());
      out.writeBooleanField("retryable", code.isRetryable());
      if (!code.limit().isEmpty()) {
        out.writeStringField("limit", code.limit());
      }
      TextPosition position = problem.position();
      if (position != null) {
        writePosition(out, position);
      }
      Quota quota = problem.quota();
      if (quota != null) {
        out.writeArrayFieldStart("violated-policies");
        out.writeString(quota.policy());
        out.writeEndArray();
      }
      if (!problem.rejected().isEmpty()) {
        writeRejected(out, problem.rejected());
      }
    });
  }

  /**
   * The body of a 202.
   *
   * @param accepted number of events that are durable
   * @param rejected the others
   * @param serverTime RFC 3339
   */
  public byte[] acceptance(int accepted, List<Rejection> rejected, String serverTime) {
    return rejected.isEmpty()
        ? plainAcceptance(accepted, serverTime)
        : write(out -> writeVerdict(out, accepted, rejected, serverTime));
  }

  // Nearly every answer; nothing in it needs escapes.
  private static byte[] plainAcceptance(int accepted, String serverTime) {
    return ("{\"accepted\":"
            + accepted
            + ",\"rejected\":[],\"server_time\":\""
            + serverTime
            + "\"}")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The body of the answer to a dry run.
   *
   * @param accepted number of events that would have been accepted
   * @param rejected the others
   */
  public byte[] dryRun(int accepted, List<Rejection> rejected, String serverTime) {
    return write(out -> {
      out.writeBooleanField("dry_run", true);
      writeVerdict(out, accepted, rejected, serverTime);
    });
  }

  private static void writeVerdict(
      JsonGenerator out, int accepted, List<Rejection> rejected, String serverTime)
      throws IOException {
    out.writeNumberField("accepted", accepted);
    writeRejected(out, rejected);
    out.writeStringField("server_time", serverTime);
  }

  private static void writePosition(JsonGenerator out, TextPosition position) throws IOException {
    out.writeNumberField("line", position.line());
    out.writeNumberField("column", position.column());
    out.writeNumberField("byte_offset", position.byteOffset());
  }

  private static void writeRejected(JsonGenerator out, List<Rejection> rejected)
      throws IOException {
    out.writeArrayFieldStart("rejected");
    for (Rejection rejection : rejected) {
      out.writeStartObject();
      out.writeNumberField("index", rejection.index());
      String id = rejection.id();
      if (id != null) {
        out.writeStringField("id", id);
      }
      out.writeStringField("code", rejection.code().id());
      out.writeStringField("detail", rejection.detail());
      out.writeBooleanField("retryable", rejection.code().isRetryable());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private byte[] write(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = json.createGenerator(bytes)) {
      out.writeStartObject();
      members.writeTo(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private interface Members {
    void writeTo(JsonGenerator out) throws IOException;
  }
}
