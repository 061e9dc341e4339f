package org.loupe.app.report;

import java.util.Optional;

/**
 * How the long axes of defects are oriented: counts by angle, the mean axis and how strongly the
 * axes share it.
 *
 * <p>An axis has no direction, so angles are doubled before they are averaged (K. V. Mardia and P.
 * E. Jupp, <i>Directional Statistics</i>, Wiley 2000, section 1.1, doi 10.1002/9780470316979). The
 * axis of a round defect is noise, so those less than {@value #LEAST_RATIO} times as long as wide
 * are left out.
 */
final class Axiality {

  /** Width of a class of angles, in degrees. */
  static final int BIN_DEGREES = 15;

  /** Least ratio of the axes of a defect whose orientation counts. */
  static final double LEAST_RATIO = 1.1;

  /** Level of significance of a common axis. */
  private static final double LEVEL = 0.05;

  private final long[] counts = new long[180 / BIN_DEGREES];
  private double cosines;
  private double sines;

  /** Takes a defect. */
  void add(org.loupe.geometry.Ellipse ellipse) {
    if (ellipse.majorAxisLength() < LEAST_RATIO * ellipse.minorAxisLength()) {
      return;
    }
    double degrees = Math.toDegrees(ellipse.orientation());
    counts[Math.min(counts.length - 1, (int) (degrees / BIN_DEGREES))]++;
    cosines += Math.cos(2 * ellipse.orientation());
    sines += Math.sin(2 * ellipse.orientation());
  }

  long[] counts() {
    return counts.clone();
  }

  long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /** Returns the length of the mean of the doubled angles: 0 for no common axis, 1 for one axis. */
  double resultantLength() {
    return count() == 0 ? 0 : Math.hypot(cosines, sines) / count();
  }

  /**
   * Returns the mean axis in degrees, in [0, 180); empty if the axes may as well have none in
   * common: Rayleigh's test, in its approximation for large n, p = exp(-n R²), not below {@value
   * #LEVEL}.
   */
  Optional<Double> meanDegrees() {
    if (count() == 0 || Math.exp(-count() * resultantLength() * resultantLength()) >= LEVEL) {
      return Optional.empty();
    }
    double degrees = Math.toDegrees(Math.atan2(sines, cosines)) / 2;
    return Optional.of(degrees < 0 ? degrees + 180 : degrees);
  }
}
