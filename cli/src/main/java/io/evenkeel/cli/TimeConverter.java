package io.evenkeel.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads points in time: RFC 3339, or Unix milliseconds. */
public final class TimeConverter implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    if (text.matches("\\d{1,15}")) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time: write 2026-01-31T12:00:00Z or Unix milliseconds");
    }
  }
}
