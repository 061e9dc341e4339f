package org.loupe.export;

import java.awt.Color;
import java.util.OptionalDouble;
import org.loupe.defect.Detection;
import org.loupe.defect.Origin;

/**
 * The color of a screening probability: from magenta for a doubtful defect over orange to yellow
 * for a sure one.
 *
 * <p>Lightness rises all the way, so that readers with any kind of color vision, and gray prints,
 * see the order. None of the colors occurs in a gray micrograph. What a person drew is sky blue.
 */
final class ProbabilityColor {

  /** The color of a defect that nothing screened. */
  static final Color UNSCREENED = new Color(0xFF9F1C);

  /** The color of a defect that a person drew: far from all others. */
  static final Color DRAWN = new Color(0x3FC6FF);

  /** The probability that has the first color, and those below it. */
  static final double LOWEST = 0.5;

  /** Colors at even steps from {@link #LOWEST} to 1. */
  private static final int[] STOPS = {0xE0218A, 0xFF5A36, 0xFF8C1A, 0xFFC21F, 0xF6F25A};

  private ProbabilityColor() {}

  static Color of(Detection detection) {
    return detection.origin() == Origin.PERSON ? DRAWN : of(detection.screeningProbability());
  }

  static Color of(OptionalDouble probability) {
    return probability.isPresent() ? of(probability.getAsDouble()) : UNSCREENED;
  }

  static Color of(double probability) {
    double share = (probability - LOWEST) / (1 - LOWEST);
    double position = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
    int below = (int) Math.min(STOPS.length - 2, position);
    double part = position - below;
    return new Color(
        mixed(STOPS[below] >> 16, STOPS[below + 1] >> 16, part),
        mixed(STOPS[below] >> 8, STOPS[below + 1] >> 8, part),
        mixed(STOPS[below], STOPS[below + 1], part));
  }

  private static int mixed(int from, int to, double part) {
    return (int) Math.round((from & 0xFF) * (1 - part) + (to & 0xFF) * part);
  }
}
