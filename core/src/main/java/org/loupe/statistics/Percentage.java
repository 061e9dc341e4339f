package org.loupe.statistics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A relative uncertainty as a person writes it, "1%" or "0.01". */
public final class Percentage {

  private static final Pattern NUMBER =
      Pattern.compile("((?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)\\s*(%?)");

  private Percentage() {}

  /**
   * Returns the fraction that {@code text} states: a decimal number, over 100 if a percent sign
   * follows.
   *
   * @throws IllegalArgumentException if it is no such number, or not at least 0 and below 1
   */
  public static double parse(String text) {
    Matcher matcher = NUMBER.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no percentage; write it as in \"20%\", with a decimal point");
    }
    double number = Double.parseDouble(matcher.group(1));
    double fraction = matcher.group(2).isEmpty() ? number : number / 100;
    if (!(fraction < 1)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is " + 100 * fraction + " %, must be below 100 %");
    }
    return fraction;
  }
}
