package io.evenkeel.model.directory;

import io.evenkeel.model.signal.SignalNames;

/**
 * A name that a tenant's devices use, added at run time.
 *
 * @param tenant slug of the tenant
 * @param received the name as received, 1 to 64 characters
 * @param target canonical name of the signal, or the event's member
 * @param scale signals: {@code value * scale + offset} is in the signal's unit; not 0
 * @param offset summand after scaling
 * @param createdAtMillis Unix milliseconds
 */
public record TenantAlias(
    String tenant,
    Kind kind,
    String received,
    String target,
    double scale,
    double offset,
    long createdAtMillis) {
  /** Most characters of a received name. */
  public static final int RECEIVED_CHARS_MAX = 64;

  public TenantAlias {
    if (!TenantSlug.isValid(tenant)) {
      throw new IllegalArgumentException("An alias belongs to a tenant");
    }
    if (received.isBlank() || received.length() > RECEIVED_CHARS_MAX) {
      throw new IllegalArgumentException(
          "The received name of an alias has 1 to " + RECEIVED_CHARS_MAX + " characters");
    }
    if (target.isBlank()) {
      throw new IllegalArgumentException("An alias names what it stands for");
    }
    if (scale == 0 || !Double.isFinite(scale) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException(
          "An alias needs a finite scale other than 0 and a finite offset");
    }
  }

  /** The form in which the received name is compared. */
  public String matchedName() {
    return kind == Kind.SIGNAL ? SignalNames.normalize(received) : received;
  }

  /** What an alias stands for. */
  public enum Kind {
    /** A signal of the catalogue. */
    SIGNAL,
    /** A member of the event itself, such as its time. */
    MEMBER
  }
}
