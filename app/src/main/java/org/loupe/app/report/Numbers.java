package org.loupe.app.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as people read them; the same in every country. */
final class Numbers {

  private static final String UNDEFINED = "\u2013";

  private Numbers() {}

  /** Returns a rate with three decimals; a dash where it is undefined. */
  static String rate(double rate) {
    return Double.isFinite(rate) ? String.format(Locale.ROOT, "%.3f", rate) : UNDEFINED;
  }

  /** Returns a rate in percent; a dash where it is undefined. */
  static String percent(double rate) {
    return Double.isFinite(rate) ? String.format(Locale.ROOT, "%.1f %%", 100 * rate) : UNDEFINED;
  }

  /** Returns a number with two decimals; a dash where it is undefined. */
  static String decimal(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : UNDEFINED;
  }

  /** Returns a number with four significant digits, never with an exponent below 10^7. */
  static String significant(double value) {
    if (!Double.isFinite(value)) {
      return UNDEFINED;
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
    double size = Math.abs(rounded.doubleValue());
    if (size != 0 && (size < 1e-3 || size >= 1e7)) {
      return scientific(value);
    }
    int whole = rounded.precision() - rounded.scale();
    int decimals = rounded.signum() == 0 ? 0 : Math.max(0, 4 - whole);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }

  /** Returns a number that is round in decimals without zeros at its end. */
  static String plain(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }

  /** Returns a number as three significant digits times a power of ten. */
  static String scientific(double value) {
    if (!Double.isFinite(value)) {
      return UNDEFINED;
    }
    if (value == 0) {
      return "0";
    }
    String[] parts = String.format(Locale.ROOT, "%.2e", value).split("e", 2);
    return parts[0] + "\u2009\u00d7\u200910" + superscript(Integer.parseInt(parts[1]));
  }

  /** Returns a whole number as raised digits. */
  static String superscript(int number) {
    StringBuilder raised = new StringBuilder();
    for (char c : Integer.toString(number).toCharArray()) {
      raised.append(
          c == '-'
              ? '\u207b'
              : "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079".charAt(c - '0'));
    }
    return raised.toString();
  }

  static String whole(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a number and the noun that it counts. */
  static String count(long count, String one, String many) {
    return whole(count) + " " + (count == 1 ? one : many);
  }
}
