package org.loupe.screen;

import org.loupe.geometry.Box;

/**
 * The way from a candidate's square to the defect's box, in units of the square's side.
 *
 * <p>As in R. Girshick, J. Donahue, T. Darrell, J. Malik, Rich feature hierarchies for accurate
 * object detection, CVPR 2014, doi 10.1109/CVPR.2014.81, appendix C, but relative to the longer
 * side of the candidate.
 *
 * @param dx of the centers, over the side
 * @param dy of the centers, over the side
 * @param logWidth logarithm of the width over the side
 * @param logHeight logarithm of the height over the side
 */
public record BoxDelta(double dx, double dy, double logWidth, double logHeight) {

  /** A network's answer is taken at most so far: a box of a sixth to six times the side. */
  private static final double MAX_LOG = 1.8;

  /** Returns the way from {@code candidate} to {@code defect}. */
  public static BoxDelta between(Box candidate, Box defect) {
    double side = Math.max(candidate.width(), candidate.height());
    return new BoxDelta(
        (defect.centerX() - candidate.centerX()) / side,
        (defect.centerY() - candidate.centerY()) / side,
        Math.log(defect.width() / side),
        Math.log(defect.height() / side));
  }

  /** Returns the box that this leads to from {@code candidate}. */
  public Box from(Box candidate) {
    double side = Math.max(candidate.width(), candidate.height());
    double width = side * Math.exp(limited(logWidth, MAX_LOG));
    double height = side * Math.exp(limited(logHeight, MAX_LOG));
    double x = candidate.centerX() + side * limited(dx, 1);
    double y = candidate.centerY() + side * limited(dy, 1);
    return new Box(x - width / 2, y - height / 2, width, height);
  }

  private static double limited(double value, double most) {
    return Math.max(-most, Math.min(most, value));
  }
}
