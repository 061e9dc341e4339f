package org.loupe.io;

import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in the texts of files. */
final class Numbers {

  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][+-]?\\d{1,6})?");

  private Numbers() {}

  /** Returns the number that {@code text} is, with a decimal point; empty if it is none. */
  static Optional<Double> parse(String text) {
    String number = text.strip();
    return DECIMAL.matcher(number).matches()
        ? Optional.of(Double.parseDouble(number))
        : Optional.empty();
  }
}
