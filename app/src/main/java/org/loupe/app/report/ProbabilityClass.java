package org.loupe.app.report;

import java.util.OptionalDouble;

/** Classes of the screening probability that the report gives a color each. */
enum ProbabilityClass {
  DOUBTFUL(0, "p0", "below 0.6"),
  LIKELY(0.6, "p1", "0.6"),
  PROBABLE(0.7, "p2", "0.7"),
  SURE(0.8, "p3", "0.8"),
  CERTAIN(0.9, "p4", "0.9 and above"),
  UNKNOWN(Double.POSITIVE_INFINITY, "p5", "not screened");

  private final double from;
  private final String style;
  private final String words;

  ProbabilityClass(double from, String style, String words) {
    this.from = from;
    this.style = style;
    this.words = words;
  }

  static ProbabilityClass of(OptionalDouble probability) {
    if (probability.isEmpty()) {
      return UNKNOWN;
    }
    ProbabilityClass found = DOUBTFUL;
    for (ProbabilityClass one : values()) {
      if (probability.getAsDouble() >= one.from) {
        found = one;
      }
    }
    return found;
  }

  String words() {
    return words;
  }

  /** Returns the name of its class in the page's style sheet. */
  String style() {
    return style;
  }
}
