package io.evenkeel.model.directory;

import java.util.regex.Pattern;

/** The rule for tenant names. */
public final class TenantSlug {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private TenantSlug() {}

  /**
   * Whether the text is a tenant's name: 1 to 63 of {@code a-z 0-9 -}, no hyphen at either end (a
   * DNS label).
   */
  public static boolean isValid(String slug) {
    return FORM.matcher(slug).matches();
  }
}
