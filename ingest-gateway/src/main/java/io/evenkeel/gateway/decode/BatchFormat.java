package io.evenkeel.gateway.decode;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a body holds its events. */
public enum BatchFormat {
  /** {@code application/json}: one object with an array of events. */
  JSON,
  /** {@code application/x-ndjson}: one event a line. */
  NDJSON;

  /** The media type of one event, in whichever format its batch came. */
  public static final String EVENT_MEDIA_TYPE = "application/json";

  /**
   * The format that a {@code Content-Type} header names; parameters such as the charset mean
   * nothing, JSON is UTF-8.
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
      default -> Optional.empty();
    };
  }
}
