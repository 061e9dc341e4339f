package org.loupe.dataset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.loupe.geometry.Box;
import org.loupe.geometry.Ellipse;
import org.loupe.geometry.Point;
import org.loupe.geometry.Polygon;

/**
 * The sides of a micrograph, which its boxes must respect.
 *
 * @param widthPx of the micrograph
 * @param heightPx of the micrograph
 */
record MicrographBounds(int widthPx, int heightPx) {

  /** A box may leave the micrograph by this many pixels, by rounding, and is cut. */
  static final double SLACK_PX = 2;

  /**
   * Returns the part of a box inside the micrograph.
   *
   * @throws IllegalArgumentException if the box is empty, reversed, or leaves the micrograph by
   *     more than rounding explains; the message says which
   */
  Box cut(double left, double top, double right, double bottom) {
    if (!(left < right && top < bottom)) {
      throw new IllegalArgumentException(
          corners(left, top, right, bottom)
              + " is empty or reversed: its first corner must lie left of and above its second");
    }
    double outside = Math.max(Math.max(-left, -top), Math.max(right - widthPx, bottom - heightPx));
    double x = Math.max(0, left);
    double y = Math.max(0, top);
    double width = Math.min(widthPx, right) - x;
    double height = Math.min(heightPx, bottom) - y;
    // a thin box within the slack can lie wholly outside
    if (outside > SLACK_PX || !(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          corners(left, top, right, bottom)
              + " leaves the micrograph of "
              + widthPx
              + " x "
              + heightPx
              + " pixels by "
              + shown(outside)
              + " px; check the order and the unit of the numbers, and that the micrograph was not"
              + " resized or cropped");
    }
    return new Box(x, y, width, height);
  }

  /**
   * Returns the mark of an outline; its corners may leave the micrograph by rounding.
   *
   * @throws IllegalArgumentException as {@link #cut}, of the outline's bounding box
   */
  Annotation outlined(List<Polygon> outline) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    List<Polygon> inside = new ArrayList<>();
    for (Polygon polygon : outline) {
      List<Point> corners = new ArrayList<>();
      for (Point corner : polygon.corners()) {
        left = Math.min(left, corner.x());
        top = Math.min(top, corner.y());
        right = Math.max(right, corner.x());
        bottom = Math.max(bottom, corner.y());
        corners.add(
            new Point(
                Math.max(0, Math.min(widthPx, corner.x())),
                Math.max(0, Math.min(heightPx, corner.y()))));
      }
      inside.add(new Polygon(corners));
    }
    return new Annotation(
        cut(left, top, right, bottom), Optional.empty(), inside, Optional.empty());
  }

  /**
   * Returns the mark of an ellipse, whose box ends where the micrograph does.
   *
   * @throws IllegalArgumentException if the center is not in the micrograph
   */
  Annotation marked(Ellipse ellipse) {
    double x = ellipse.centerX();
    double y = ellipse.centerY();
    if (!(x >= 0 && x <= widthPx && y >= 0 && y <= heightPx)) {
      throw new IllegalArgumentException(
          "ellipse with its center at x "
              + shown(x)
              + ", y "
              + shown(y)
              + " is not in the micrograph of "
              + widthPx
              + " x "
              + heightPx
              + " pixels; check the unit of the numbers, and that the micrograph was not resized"
              + " or cropped");
    }
    Box whole = ellipse.boundingBox();
    double left = Math.max(0, whole.x());
    double top = Math.max(0, whole.y());
    return new Annotation(
        new Box(
            left,
            top,
            Math.min(widthPx, whole.right()) - left,
            Math.min(heightPx, whole.bottom()) - top),
        Optional.of(ellipse),
        List.of(),
        Optional.empty());
  }

  private static String corners(double left, double top, double right, double bottom) {
    return "box from x "
        + shown(left)
        + ", y "
        + shown(top)
        + " to x "
        + shown(right)
        + ", y "
        + shown(bottom);
  }

  /** Returns seven digits without the zeros that end them, as people write numbers. */
  private static String shown(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(7)).stripTrailingZeros();
    return Math.abs(value) < 1e9 ? rounded.toPlainString() : rounded.toString();
  }
}
