package io.evenkeel.model.signal;

import java.util.Locale;

/** Spellings of signal names. */
public final class SignalNames {
  private SignalNames() {}

  /**
   * The form in which names are compared: lower case, without {@code _}, {@code -}, {@code .} and
   * spaces.
   */
  public static String normalize(String name) {
    StringBuilder kept = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_' && c != '-' && c != '.' && c != ' ') {
        kept.append(c);
      }
    }
    return kept.toString().toLowerCase(Locale.ROOT);
  }

  static String camelCase(String snakeCase) {
    StringBuilder camel = new StringBuilder(snakeCase.length());
    boolean upper = false;
    for (int i = 0; i < snakeCase.length(); i++) {
      char c = snakeCase.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }
}
