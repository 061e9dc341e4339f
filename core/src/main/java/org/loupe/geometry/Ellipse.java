package org.loupe.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * An ellipse in pixel coordinates.
 *
 * <p>Axis lengths are full lengths, end to end, never semi-axes.
 *
 * @param centerX x of the center, in pixels
 * @param centerY y of the center, in pixels
 * @param majorAxisLength length of the longer axis, in pixels
 * @param minorAxisLength length of the shorter axis, in pixels; positive, at most the major axis
 * @param orientation angle from the x axis to the major axis, counter-clockwise on screen, in
 *     radians, in [0, π)
 */
public record Ellipse(
    double centerX,
    double centerY,
    double majorAxisLength,
    double minorAxisLength,
    double orientation) {

  public Ellipse {
    if (!(minorAxisLength > 0 && minorAxisLength <= majorAxisLength)) {
      throw new IllegalArgumentException(
          "axes must satisfy 0 < minor <= major, were "
              + minorAxisLength
              + " and "
              + majorAxisLength);
    }
    if (!(orientation >= 0 && orientation < Math.PI)) {
      throw new IllegalArgumentException("orientation must be in [0, π), was " + orientation);
    }
  }

  /**
   * Returns the equivalent of {@code angle} in [0, π); an axis has no direction, so π and 0 are the
   * same.
   */
  public static double wrapOrientation(double angle) {
    double remainder = angle % Math.PI;
    double positive = remainder < 0 ? remainder + Math.PI : remainder;
    return positive < Math.PI ? positive : 0; // a tiny negative remainder plus π rounds to π
  }

  /** Returns the enclosed area, in square pixels. */
  public double area() {
    return Math.PI / 4 * majorAxisLength * minorAxisLength;
  }

  /** Returns the diameter of the circle of equal area, in pixels. */
  public double equivalentDiameter() {
    return Math.sqrt(majorAxisLength * minorAxisLength);
  }

  /** Returns the smallest box that holds the ellipse. */
  public Box boundingBox() {
    double cos = Math.cos(orientation);
    double sin = Math.sin(orientation);
    double width = Math.hypot(majorAxisLength * cos, minorAxisLength * sin);
    double height = Math.hypot(majorAxisLength * sin, minorAxisLength * cos);
    return new Box(centerX - width / 2, centerY - height / 2, width, height);
  }

  /** Returns the polygon of {@code corners} points at equal steps of the ellipse's parameter. */
  public Polygon polygon(int corners) {
    double cos = Math.cos(orientation);
    double sin = Math.sin(orientation);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double u = majorAxisLength / 2 * Math.cos(angle);
      double v = minorAxisLength / 2 * Math.sin(angle);
      // y points down, so the axis at +orientation has y = -sin, and this runs clockwise on screen
      points.add(new Point(centerX + u * cos + v * sin, centerY - u * sin + v * cos));
    }
    return new Polygon(points);
  }
}
