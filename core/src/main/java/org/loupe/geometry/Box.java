package org.loupe.geometry;

/**
 * An axis-aligned box [x, x + width) × [y, y + height) in pixel coordinates.
 *
 * @param x left edge, in pixels
 * @param y top edge, in pixels
 * @param width in pixels; positive
 * @param height in pixels; positive
 */
public record Box(double x, double y, double width, double height) {

  public Box {
    if (!(width > 0 && height > 0 && width < Double.POSITIVE_INFINITY)
        || !(height < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "box must have a positive, finite width and height, were " + width + " and " + height);
    }
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("box corner must be finite, was " + x + ", " + y);
    }
  }

  /** Returns x of the right edge, which is outside the box. */
  public double right() {
    return x + width;
  }

  /** Returns y of the bottom edge, which is outside the box. */
  public double bottom() {
    return y + height;
  }

  public double centerX() {
    return x + width / 2;
  }

  public double centerY() {
    return y + height / 2;
  }

  public double area() {
    return width * height;
  }

  /** Returns the area that both boxes cover, in square pixels; zero when they only touch. */
  public double intersectionArea(Box other) {
    double w = Math.min(right(), other.right()) - Math.max(x, other.x);
    double h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
    return w > 0 && h > 0 ? w * h : 0;
  }

  /** Returns the intersection over the union of the two boxes, in [0, 1]. */
  public double iou(Box other) {
    double intersection = intersectionArea(other);
    // the corners are rounded, so that equal boxes may seem to share more than their area
    return Math.min(1, intersection / (area() + other.area() - intersection));
  }

  /** Returns this box with position and size multiplied by {@code factor}. */
  public Box scaled(double factor) {
    return new Box(x * factor, y * factor, width * factor, height * factor);
  }
}
