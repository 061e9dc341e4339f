package org.loupe.app.report;

import java.awt.Color;
import java.util.OptionalDouble;
import org.loupe.defect.Detection;
import org.loupe.defect.Origin;

/** Classes of the screening probability that the report gives a color each. */
enum ProbabilityClass {
  DOUBTFUL(0, "p0", "below 0.6", 0xE0218A),
  LIKELY(0.6, "p1", "0.6", 0xFF5A36),
  PROBABLE(0.7, "p2", "0.7", 0xFF8C1A),
  SURE(0.8, "p3", "0.8", 0xFFC21F),
  CERTAIN(0.9, "p4", "0.9 and above", 0xF6F25A),
  UNKNOWN(Double.POSITIVE_INFINITY, "p5", "not screened", 0xFF9F1C),
  DRAWN(Double.POSITIVE_INFINITY, "p6", "drawn by a person", 0x3FC6FF);

  private final double from;
  private final String style;
  private final String words;
  private final Color color;

  ProbabilityClass(double from, String style, String words, int rgb) {
    this.from = from;
    this.style = style;
    this.words = words;
    this.color = new Color(rgb);
  }

  static ProbabilityClass of(Detection detection) {
    return detection.origin() == Origin.PERSON ? DRAWN : of(detection.screeningProbability());
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

  /** Returns the color that the style sheet has as well. */
  Color color() {
    return color;
  }

  /** Returns the name of its class in the page's style sheet. */
  String style() {
    return style;
  }
}
