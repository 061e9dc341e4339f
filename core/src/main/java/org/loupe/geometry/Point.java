package org.loupe.geometry;

/**
 * A point in pixel coordinates.
 *
 * @param x in pixels, to the right; finite
 * @param y in pixels, down; finite
 */
public record Point(double x, double y) {

  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("point must be finite, was " + x + ", " + y);
    }
  }
}
