package io.evenkeel.gateway.decode;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a body holds its events. */
public enum BatchFormat {
  /** {@code application/json}: one object with an array of events. */
  JSON,
  /** {@code application/x-ndjson}: one event a line. */
  NDJSON,
  /** {@code application/x-protobuf}: a message {@code evenkeel.v1.TelemetryBatch}. */
  PROTOBUF;

  /** The media types, as a refusal names them. */
  public static final String SUPPORTED =
      "application/json, application/x-ndjson, application/x-protobuf";

  /**
   * The format that a {@code Content-Type} header names; parameters such as the charset mean
   * nothing: texts are UTF-8.
   *
   * @param header null where there is none
   * @return nothing for a type that is not supported
   */
  public static Optional<BatchFormat> ofContentType(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    int parameters = header.indexOf(';');
    String type = parameters < 0 ? header : header.substring(0, parameters);
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "application/json" -> Optional.of(JSON);
      case "application/x-ndjson" -> Optional.of(NDJSON);
      case "application/x-protobuf", "application/protobuf" -> Optional.of(PROTOBUF);
      default -> Optional.empty();
    };
  }

  /**
   * The media type of one event of such a batch by itself; in protobuf a {@code TelemetryEvent}.
   */
  public String eventMediaType() {
    return switch (this) {
      case JSON, NDJSON -> "application/json";
      case PROTOBUF -> "application/x-protobuf";
    };
  }
}
