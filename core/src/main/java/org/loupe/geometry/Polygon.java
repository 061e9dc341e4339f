package org.loupe.geometry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A closed line of straight sides in pixel coordinates.
 *
 * <p>Several polygons together bound a region by the nonzero winding rule: outer lines run
 * clockwise on screen (their {@link #signedArea} is positive), the lines of holes the other way.
 *
 * @param corners at least three; the last side leads back to the first corner, which is not
 *     repeated
 */
public record Polygon(List<Point> corners) {

  public Polygon {
    corners = List.copyOf(corners);
    if (corners.size() < 3) {
      throw new IllegalArgumentException(
          "a polygon needs at least 3 corners, had " + corners.size());
    }
  }

  /** Returns the enclosed area, in square pixels; positive if the line runs clockwise on screen. */
  public double signedArea() {
    Point origin = corners.get(0); // areas about a corner: large coordinates would cancel digits
    double twice = 0;
    for (int i = 1; i + 1 < corners.size(); i++) {
      Point a = corners.get(i);
      Point b = corners.get(i + 1);
      twice +=
          (a.x() - origin.x()) * (b.y() - origin.y()) - (b.x() - origin.x()) * (a.y() - origin.y());
    }
    return twice / 2;
  }

  /** Returns the same line, run through the other way. */
  public Polygon reversed() {
    List<Point> other = new ArrayList<>(corners);
    Collections.reverse(other);
    return new Polygon(other);
  }

  /** Returns the same line, run through clockwise on screen: as an outer line. */
  public Polygon outer() {
    return signedArea() < 0 ? reversed() : this;
  }

  /**
   * Returns whether {@code other}, a line that does not cross this one, lies inside it: by the
   * middle of its first side, since a corner may touch.
   */
  public boolean surrounds(Polygon other) {
    Point a = other.corners.get(0);
    Point b = other.corners.get(1);
    double x = (a.x() + b.x()) / 2;
    double y = (a.y() + b.y()) / 2;
    boolean inside = false;
    Point from = corners.get(corners.size() - 1);
    for (Point to : corners) {
      boolean crossesRow = (from.y() <= y) != (to.y() <= y);
      if (crossesRow && x < from.x() + (y - from.y()) * (to.x() - from.x()) / (to.y() - from.y())) {
        inside = !inside;
      }
      from = to;
    }
    return inside;
  }
}
