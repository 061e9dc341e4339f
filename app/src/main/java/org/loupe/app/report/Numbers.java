package org.loupe.app.report;

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

  static String whole(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Returns a number and the noun that it counts. */
  static String count(long count, String one, String many) {
    return whole(count) + " " + (count == 1 ? one : many);
  }
}
