package org.loupe.evaluate;

import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * The ellipse with the second moments of an outline's area, for labels that are polygons or masks.
 *
 * <p>Moments are exact integrals over the polygons (Green's theorem), without pixel variance; holes
 * run the other way and count as such. This is the moment ellipse of scikit-image's family, not the
 * one with pixel variance that {@code measure.MomentEllipse} gives for pixels.
 */
final class OutlineEllipse {

  private OutlineEllipse() {}

  /** Returns the ellipse; empty for an outline without area, or of no width. */
  static Optional<Ellipse> of(List<Polygon> outline) {
    double area = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    if (outline.isEmpty()) {
      return Optional.empty();
    }
    // far from the origin the moments are small differences of large numbers
    Point origin = outline.get(0).corners().get(0);
    for (Polygon polygon : outline) {
      List<Point> corners = polygon.corners();
      for (int i = 0; i < corners.size(); i++) {
        Point next = corners.get((i + 1) % corners.size());
        double x0 = corners.get(i).x() - origin.x();
        double y0 = corners.get(i).y() - origin.y();
        double x1 = next.x() - origin.x();
        double y1 = next.y() - origin.y();
        double cross = x0 * y1 - x1 * y0;
        area += cross / 2;
        sumX += (x0 + x1) * cross / 6;
        sumY += (y0 + y1) * cross / 6;
        sumXx += (x0 * x0 + x0 * x1 + x1 * x1) * cross / 12;
        sumYy += (y0 * y0 + y0 * y1 + y1 * y1) * cross / 12;
        sumXy += (x0 * y1 + 2 * x0 * y0 + 2 * x1 * y1 + x1 * y0) * cross / 24;
      }
    }
    if (area == 0) {
      return Optional.empty();
    }
    double meanX = sumX / area;
    double meanY = sumY / area;
    double xx = sumXx / area - meanX * meanX;
    double yy = sumYy / area - meanY * meanY;
    double xy = sumXy / area - meanX * meanY;
    double root = Math.hypot((xx - yy) / 2, xy);
    double largest = (xx + yy) / 2 + root;
    double least = (xx + yy) / 2 - root;
    if (!(least > 1e-9 * largest)) {
      return Optional.empty();
    }
    // y points down, orientation is counter-clockwise on screen
    return Optional.of(
        new Ellipse(
            origin.x() + meanX,
            origin.y() + meanY,
            4 * Math.sqrt(largest),
            4 * Math.sqrt(least),
            Ellipse.wrapOrientation(-Math.atan2(2 * xy, xx - yy) / 2)));
  }
}
