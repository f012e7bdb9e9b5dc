package io.evenkeel.gateway.decode;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a body is compressed. */
public enum ContentCoding {
  /** Not at all. */
  IDENTITY("identity"),
  /** RFC 1952. */
  GZIP("gzip"),
  /** RFC 8878, with windows of up to 8 MiB (RFC 9659). */
  ZSTD("zstd");

  /** The codings as the header {@code Accept-Encoding} of a refusal names them. */
  public static final String SUPPORTED = "gzip, zstd";

  private final String headerName;

  ContentCoding(String headerName) {
    this.headerName = headerName;
  }

  String headerName() {
    return headerName;
  }

  /**
   * The coding that a {@code Content-Encoding} header names.
   *
   * @param header null or empty where there is none
   * @return nothing for a coding, or a list of codings, that is not supported
   */
  public static Optional<ContentCoding> ofHeader(@Nullable String header) {
    if (header == null) {
      return Optional.of(IDENTITY);
    }
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> Optional.of(IDENTITY);
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "zstd" -> Optional.of(ZSTD);
      default -> Optional.empty();
    };
  }
}
