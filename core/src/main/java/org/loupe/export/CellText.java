package org.loupe.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How a value is written in a table: the same text in every locale. */
public final class CellText {

  /** Nine digits: more than any measurement holds, few enough to hide the last bits. */
  private static final MathContext DIGITS = new MathContext(9);

  /** What a spreadsheet takes for the start of a formula, and the mark that tells it otherwise. */
  private static final String STARTS = "=+-@\t\r'";

  private CellText() {}

  static String of(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(CellText::of).orElse("");
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? of(optional.getAsDouble()) : "";
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Collection<?> labels) {
      return labels.stream().map(CellText::of).collect(Collectors.joining(" "));
    }
    return value instanceof String text ? harmless(text) : value.toString();
  }

  /**
   * Returns text that no spreadsheet takes for a formula: an apostrophe goes before one that begins
   * as a formula would, and before one that begins with an apostrophe, so that {@link #original}
   * has no doubt.
   */
  public static String harmless(String text) {
    return text.isEmpty() || STARTS.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
  }

  /** Returns the text of a cell before it was made harmless. */
  public static String original(String cell) {
    return cell.length() > 1 && cell.charAt(0) == '\'' && STARTS.indexOf(cell.charAt(1)) >= 0
        ? cell.substring(1)
        : cell;
  }

  /** Returns a number with nine digits at most, empty for one that is not finite. */
  public static String number(double number) {
    if (!Double.isFinite(number)) {
      return "";
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0";
    }
    int exponent = rounded.precision() - rounded.scale();
    return exponent > 15 || exponent < -5 ? rounded.toString() : rounded.toPlainString();
  }
}
